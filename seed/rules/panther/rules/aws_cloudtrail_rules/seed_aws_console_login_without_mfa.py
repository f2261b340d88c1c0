from seed_aws_helpers import aws_alert_context


def rule(event):
    if event.get("eventName") != "ConsoleLogin":
        return False
    # Federated sign-ins leave the second factor to the identity provider
    if event.deep_get("userIdentity", "type") not in ("IAMUser", "Root"):
        return False
    return (
        event.deep_get("responseElements", "ConsoleLogin") == "Success"
        and event.deep_get("additionalEventData", "MFAUsed") == "No"
    )


def title(event):
    return f"[{event.udm('actor_user')}] signed in to the AWS console without a second factor"


def severity(event):
    if event.deep_get("userIdentity", "type") == "Root":
        return "HIGH"
    return "DEFAULT"


def alert_context(event):
    return aws_alert_context(event)
