from golden_helpers import TEAM, is_service

def rule(event):
    return event.get("eventName") in TEAM and not is_service(event)
