def rule(event):
    for grant in event.get("grants", []):
        if grant.get("permission") == "READ":
            continue
        if grant.get("grantee") == "everyone":
            return True
    return False
