from seed_aws_helpers import aws_alert_context, was_refused

POWERFUL = ("/AdministratorAccess", "/IAMFullAccess", "/PowerUserAccess")


def rule(event):
    name = event.get("eventName", "")
    if not (name.startswith("Attach") and name.endswith("Policy")):
        return False
    policy = event.deep_get("requestParameters", "policyArn", default="") or ""
    return policy.endswith(POWERFUL) and not was_refused(event)


def title(event):
    policy = event.deep_get("requestParameters", "policyArn", default="?").split("/")[-1]
    return f"[{event.udm('actor_user')}] attached [{policy}]"


def severity(event):
    if event.deep_get("requestParameters", "policyArn", default="").endswith("/AdministratorAccess"):
        return "HIGH"
    return "DEFAULT"


def alert_context(event):
    return aws_alert_context(event)
