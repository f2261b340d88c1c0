from seed_base_helpers import deep_get


def get_event_type(event):
    if event.get("eventType") != "user.session.start":
        return None
    if deep_get(event, "outcome", "result") == "SUCCESS":
        return "successful_login"
    return "failed_login"
