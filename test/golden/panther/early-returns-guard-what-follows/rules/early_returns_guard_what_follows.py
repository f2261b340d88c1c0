def rule(event):
    if event.get("eventSource") != "kms.amazonaws.com":
        return False
    if event.get("errorCode"):
        return False
    if event.get("eventName") == "DisableKey":
        return True
    return event.get("eventName") == "ScheduleKeyDeletion" and event.get("readOnly") is False
