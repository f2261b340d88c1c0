TEAM = ("StopLogging", "DeleteTrail")


def is_service(event):
    identity = event.get("userIdentity", {})
    if identity.get("type") == "AWSService":
        return True
    return identity.get("invokedBy", "").endswith(".amazonaws.com")
