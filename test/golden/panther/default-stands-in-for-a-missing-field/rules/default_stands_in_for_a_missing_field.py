def rule(event):
    return event.get("readOnly", True) is False or event.deep_get("limits", "days", default=30) > 14
