def rule(event):
    return (
        event.get("eventName") == "ConsoleLogin"
        and event.deep_get("responseElements", "ConsoleLogin") == "Failure"
    )


def title(event):
    return f"Failed AWS console sign-ins from [{event.udm('source_ip')}]"


def dedup(event):
    return event.get("sourceIPAddress", "")
