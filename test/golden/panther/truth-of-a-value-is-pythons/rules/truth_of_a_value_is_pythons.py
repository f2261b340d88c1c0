def rule(event):
    return event.get("eventName") == "ConsoleLogin" and not event.get("mfa")
