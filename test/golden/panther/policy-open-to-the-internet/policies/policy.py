import json

from policyuniverse.policy import Policy


def policy(resource):
    return not Policy(json.loads(resource["Policy"])).is_internet_accessible()
