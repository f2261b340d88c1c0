MANY_USERS = 10


def rule(event):
    return event.get("users", 0) >= MANY_USERS


def title(event):
    return f"[{event.get('source_ip')}] failed [{event.get('failures')}] Okta sign-ins of [{event.get('users')}] users"
