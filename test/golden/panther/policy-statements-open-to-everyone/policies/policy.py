import json

from policyuniverse.policy import Policy


def policy(resource):
    if resource["Policy"] is None:
        return True
    for statement in Policy(json.loads(resource["Policy"])).statements:
        if statement.effect != "Allow" or statement.condition_entries:
            continue
        if "*" in statement.principals:
            return False
    return True
