from seed_aws_helpers import aws_alert_context, was_refused

SILENCING_CALLS = {"StopLogging", "DeleteTrail"}


def rule(event):
    if event.get("eventSource") != "cloudtrail.amazonaws.com" or was_refused(event):
        return False
    if event.get("eventName") in SILENCING_CALLS:
        return True
    if event.get("eventName") == "PutEventSelectors":
        selectors = event.deep_get("requestParameters", "eventSelectors", default=[])
        return any(s.get("includeManagementEvents") is False for s in selectors)
    return False


def title(event):
    trail = event.deep_get("requestParameters", "name", default="<unknown trail>")
    return f"CloudTrail [{trail}] silenced by {event.get('eventName')} in [{event.get('recipientAccountId')}]"


def dedup(event):
    return event.get("recipientAccountId", "")


def alert_context(event):
    return aws_alert_context(event)
