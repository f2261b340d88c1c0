def rule(event):
    operation = event.get("operationName", "")
    if operation not in ("Update conditional access policy", "Delete conditional access policy"):
        return False
    return event.deep_get("properties", "initiatedBy", "app", "displayName", default="") != "policy-pipeline"


def title(event):
    return f"{event.get('operationName')} by [{event.deep_get('properties', 'initiatedBy', 'user', 'userPrincipalName')}]"
