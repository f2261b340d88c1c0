from seed_base_helpers import deep_get
from seed_aws_helpers import OUR_ACCOUNTS, aws_alert_context


def rule(event):
    if event.get("eventName") != "ModifySnapshotAttribute":
        return False
    added = deep_get(event, "requestParameters", "createVolumePermission", "add", "items", default=[])
    for entry in added:
        if entry.get("group") == "all":
            return True
        account = entry.get("userId")
        if account is not None and account not in OUR_ACCOUNTS:
            return True
    return False


def title(event):
    snapshot = event.deep_get("requestParameters", "snapshotId", default="<unknown>")
    return f"Snapshot [{snapshot}] shared by [{event.udm('actor_user')}]"


def alert_context(event):
    return aws_alert_context(event)
