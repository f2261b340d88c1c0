def rule(event):
    return event.get("port") == 22 or event.get("flag") == "true"
