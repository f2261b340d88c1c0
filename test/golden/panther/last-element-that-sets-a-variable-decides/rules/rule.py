def rule(event):
    state = "unknown"
    for change in event.get("changes", []):
        if change.get("field") == "state":
            state = change.get("to")
    return state == "off"
