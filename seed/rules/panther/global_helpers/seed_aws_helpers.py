OUR_ACCOUNTS = ["111122223333", "444455556666"]

REFUSALS = ("AccessDenied", "UnauthorizedOperation", "Client.UnauthorizedOperation")


def was_refused(event):
    return event.get("errorCode", "") in REFUSALS


def aws_alert_context(event):
    return {
        "eventName": event.get("eventName"),
        "eventSource": event.get("eventSource"),
        "awsRegion": event.get("awsRegion"),
        "recipientAccountId": event.get("recipientAccountId"),
        "sourceIPAddress": event.get("sourceIPAddress"),
        "userAgent": event.get("userAgent"),
        "userIdentity": event.get("userIdentity"),
    }
