def rule(event):
    return all(user.get("mfa") is True for user in event.get("users", []))
