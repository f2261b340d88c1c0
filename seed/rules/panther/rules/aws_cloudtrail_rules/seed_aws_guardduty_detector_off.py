import re

OFF_CALLS = {
    "DeleteDetector": None,
    "DisassociateFromMasterAccount": None,
    "DisassociateFromAdministratorAccount": None,
}
PIPELINE = re.compile(r"\bTerraform/\d+\.")


def rule(event):
    if event.get("eventSource") != "guardduty.amazonaws.com":
        return False
    if PIPELINE.search(event.get("userAgent", "")):
        return False
    name = event.get("eventName")
    switched_off = event.deep_get("requestParameters", "enable", default=True) is False
    return name in OFF_CALLS or (name == "UpdateDetector" and switched_off)


def title(event):
    return f"GuardDuty switched off in [{event.get('awsRegion')}] of [{event.get('recipientAccountId')}]"
