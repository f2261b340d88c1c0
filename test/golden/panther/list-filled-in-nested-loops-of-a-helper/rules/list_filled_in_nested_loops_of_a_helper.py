def values(event, name):
    found = []
    for target in event.get("targets", []):
        for prop in target.get("properties", []):
            if prop.get("name") == name:
                found.append(prop.get("value", "").strip('"'))
    return found


def rule(event):
    return any(value in {"owner", "admin"} for value in values(event, "role"))
