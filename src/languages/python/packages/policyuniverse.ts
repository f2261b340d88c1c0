/**
 * policyuniverse (Netflix): the statements of an IAM policy, who they are for, what limits them, and whether that leaves them open to the
 * internet. https://github.com/Netflix-Skunkworks/policyuniverse#readme
 *
 * What needs AWS's table of all actions (`action_summary`, `expand_policy`) is not here, and stays opaque.
 */
export const POLICYUNIVERSE_POLICY = String.raw`
import re
from collections.abc import Mapping

CATEGORIES = {
    "aws:sourcearn": "arn",
    "aws:principalarn": "arn",
    "aws:sourceowner": "account",
    "aws:sourceaccount": "account",
    "aws:principalaccount": "account",
    "kms:calleraccount": "account",
    "aws:principalorgid": "organization",
    "aws:principalorgpaths": "organization",
    "aws:userid": "userid",
    "aws:sourceip": "cidr",
    "aws:sourcevpc": "vpc",
    "aws:sourcevpce": "vpce",
    "saml:aud": "saml-endpoint",
}

# Operators that limit: negated ones do not. The beginning of the name decides.
LIMITING = re.compile(r"(?:(?:ForAllValues|ForAnyValue):)?(?:ARN|String)(?:Equals|Like)|(?:(?:ForAllValues|ForAnyValue):)?IpAddress", re.IGNORECASE)


class Condition:
    def __init__(self, category, value):
        self.category = category
        self.value = value

    def is_open(self):
        if self.category == "arn":
            return principal_is_open(self.value)
        if self.category == "organization":
            return organization_is_open(self.value)
        if self.category == "userid":
            # A wildcard at the end stands for a session's name.
            return not (self.value == "" or re.search(r"^[^*]*\*$", self.value))
        if self.category == "cidr":
            return self.value.endswith("/0")
        return "*" in self.value


class Statement:
    def __init__(self, statement):
        self.statement = statement
        self.effect = statement.get("Effect")
        self.principals = principals_of(statement.get("Principal"))
        self.actions = set(statement.get("Action") or [])
        self.condition_entries = conditions_of(statement.get("Condition"))

    def uses_not_principal(self):
        return "NotPrincipal" in self.statement

    def is_internet_accessible(self):
        if self.effect != "Allow":
            return False
        if not self.is_condition_internet_accessible():
            return False
        return self.uses_not_principal() or any(principal_is_open(one) for one in self.principals)

    def is_condition_internet_accessible(self):
        return not self.condition_entries or any(one.is_open() for one in self.condition_entries)


class Policy:
    def __init__(self, policy):
        self.policy = policy
        self.statements = [Statement(one) for one in policy.get("Statement", [])]

    def is_internet_accessible(self):
        return any(one.is_internet_accessible() for one in self.statements)


def principals_of(principal):
    if not principal:
        return set()
    if isinstance(principal, Mapping):
        return {
            *(principal.get("AWS") or []),
            *(principal.get("Service") or []),
            *(principal.get("Federated") or []),
        }
    return set(principal)


def conditions_of(condition):
    if not condition:
        return []
    return [
        Condition(CATEGORIES[key.lower()], value)
        for operator, keys in condition.items()
        if LIMITING.match(operator)
        for key, values in keys.items()
        if key.lower() in CATEGORIES
        for value in values
    ]


def principal_is_open(name):
    if name == "*":
        return True
    if re.search(r"^arn:[^:]*:[^:]*:[^:]*:(?:|\*|\d{12}|cloudfront|aws):.+$", name):
        # ARNs of S3 have no account.
        return bool(re.search(r"^arn:[^:]*:[^:]*:[^:]*:\*?:", name)) and not re.search(r"^arn:[^:]*:s3:", name)
    if re.search(r"^(?:\d{12})+$|^[^.]+(?:.[^.]+)?\.amazon(?:aws)?\.com$|^[^.]+.aws.internal$", name):
        return False
    return "*" in name


def organization_is_open(path):
    return path == "o-*" or path.startswith("o-*/") or bool(re.search(r"^[^o*].*o-\*|/o-\*", path))
`;
