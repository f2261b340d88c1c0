def target_ids(event):
    """The login names of the users whom an event is about."""
    targets = event.get("target") or []
    return [t.get("alternateId") for t in targets if t.get("type") == "User"]


def okta_alert_context(event):
    return {
        "eventType": event.get("eventType"),
        "ip": event.deep_get("client", "ipAddress"),
        "actor": event.get("actor"),
        "target": event.get("target"),
        "outcome": event.get("outcome"),
    }
