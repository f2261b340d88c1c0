from fnmatch import fnmatch

LOOKING = ("Describe*", "Get*", "List*", "Head*")


def rule(event):
    return all(
        [
            event.deep_get("userIdentity", "type") == "Root",
            event.deep_get("userIdentity", "invokedBy") is None,
            event.get("eventType") != "AwsServiceEvent",
            not event.get("readOnly", False),
            not any(fnmatch(event.get("eventName", ""), pattern) for pattern in LOOKING),
        ]
    )


def title(event):
    return f"Root of [{event.get('recipientAccountId')}] called [{event.get('eventSource')}:{event.get('eventName')}]"


def dedup(event):
    return event.deep_get("userIdentity", "accountId", default="") + event.get("eventName", "")
