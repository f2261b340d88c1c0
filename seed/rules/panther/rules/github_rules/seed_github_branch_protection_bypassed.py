def rule(event):
    action = event.get("action", "")
    if not action.startswith("protected_branch."):
        return False
    if event.get("actor", "").endswith("[bot]"):
        return False
    verb = action.split(".")[1]
    if verb == "update_admin_enforced":
        return event.get("admin_enforced") is False
    return verb in ("destroy", "policy_override", "rejected_ref_update_override")


def title(event):
    return f"Branch protection of [{event.get('repo')}]: {event.get('action')} by [{event.udm('actor_user')}]"


def dedup(event):
    return f"{event.get('repo', '')}|{event.get('actor', '')}"
