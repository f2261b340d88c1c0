from seed_aws_helpers import aws_alert_context, was_refused


def rule(event):
    if event.get("eventName") != "CreateAccessKey" or was_refused(event):
        return False
    owner = event.deep_get("requestParameters", "userName")
    # Without a name, IAM makes the key for the caller
    if not owner:
        return False
    return owner != event.deep_get("userIdentity", "userName")


def title(event):
    owner = event.deep_get("requestParameters", "userName", default="<caller>")
    return f"[{event.udm('actor_user')}] made an access key for [{owner}]"


def alert_context(event):
    context = aws_alert_context(event)
    context["keyOwner"] = event.deep_get("requestParameters", "userName")
    return context
