import re

from seed_okta_helpers import okta_alert_context

# Reading reports is the one administrator privilege that changes nothing
WRITES = re.compile(r"(super|organization|application|group|api access management) administrator", re.I)


def rule(event):
    if event.get("eventType") not in {"user.account.privilege.grant", "group.privilege.grant"}:
        return False
    granted = event.deep_get("debugContext", "debugData", "privilegeGranted", default="")
    return WRITES.search(granted) is not None


def title(event):
    granted = event.deep_get("debugContext", "debugData", "privilegeGranted", default="<unknown>")
    return f"[{event.udm('actor_user')}] granted Okta privilege [{granted}]"


def severity(event):
    granted = event.deep_get("debugContext", "debugData", "privilegeGranted", default="")
    return "CRITICAL" if "super administrator" in granted.lower() else "DEFAULT"


def alert_context(event):
    return okta_alert_context(event)
