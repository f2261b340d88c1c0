def rule(event):
    return event.get("eventType", None) == "system.api_token.create"


def title(event):
    return f"Okta API token created by {event.deep_get('actor', 'displayName', default='<unknown>')}"
