# Every EC2 call that produces a machine image or carries one across a boundary.
IMAGE_CALLS = [
    "CreateImage",
    "CreateFpgaImage",
    "CreateStoreImageTask",
    "CreateRestoreImageTask",
    "CopyImage",
    "CopyFpgaImage",
    "ImportImage",
]

SERVICE_HOST = ".amazonaws.com"


def rule(event):
    if event.get("eventSource") != "ec2.amazonaws.com":
        return False

    # AWS working for us, in one of the four ways it shows up in CloudTrail
    invoked_by = event.deep_get("userIdentity", "invokedBy", default="")
    if (
        event.get("sourceIPAddress", "").endswith(SERVICE_HOST)
        or event.deep_get("userIdentity", "type") == "AWSService"
        or invoked_by == "AWS Internal"
        or invoked_by.endswith(SERVICE_HOST)
    ):
        return False

    # A rehearsal changes nothing
    if event.get("errorCode") == "Client.DryRunOperation":
        return False

    return event.get("eventName") in IMAGE_CALLS


def title(event):
    role = event.deep_get("userIdentity", "sessionContext", "sessionIssuer", "userName")
    return (
        f"EC2 image action [{event.get('eventName')}] by [{role}] "
        f"in account [{event.get('recipientAccountId')}]"
    )
