DEFAULT_WINDOW = 30
SHORT_WINDOW = 14


def rule(event):
    if event.get("eventSource") != "kms.amazonaws.com":
        return False
    name = event.get("eventName")
    if name == "DisableKey":
        return True
    window = event.deep_get("requestParameters", "pendingWindowInDays", default=DEFAULT_WINDOW)
    return name == "ScheduleKeyDeletion" and window < SHORT_WINDOW


def title(event):
    return f"KMS key [{event.deep_get('requestParameters', 'keyId')}]: {event.get('eventName')}"
