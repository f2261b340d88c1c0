def rule(event):
    return event.get("who") == "eve" and event.get("what") == "CreateUser"
