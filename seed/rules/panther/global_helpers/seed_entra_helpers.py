def entra_success(event):
    return event.deep_get("properties", "result", default="") == "success"


def new_values(event, name):
    """The new values of one property over all targets of an audit record."""
    found = []
    for target in event.deep_get("properties", "targetResources", default=[]):
        for changed in target.get("modifiedProperties", []):
            if changed.get("displayName") == name:
                found.append(changed.get("newValue", ""))
    return found
