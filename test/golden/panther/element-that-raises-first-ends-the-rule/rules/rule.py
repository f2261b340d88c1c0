def rule(event):
    for change in event.get("changes", []):
        if change["field"] == "owner":
            return True
    return False
