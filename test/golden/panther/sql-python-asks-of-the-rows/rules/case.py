def rule(event):
    return event.get("calls", 0) > 100
