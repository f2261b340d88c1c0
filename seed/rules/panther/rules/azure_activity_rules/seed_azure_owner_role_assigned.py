# Built-in role ids are the same in every tenant
OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
ACCESS_ADMINISTRATOR = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"


def rule(event):
    if event.get("operationName", "").upper() != "MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE":
        return False
    if event.get("resultType") not in ("Success", "Succeeded"):
        return False
    body = event.deep_get("properties", "requestbody", default="")
    return OWNER in body or ACCESS_ADMINISTRATOR in body


def title(event):
    return f"Privileged Azure role assigned on [{event.get('resourceId', '<unknown>')}]"
