from seed_okta_helpers import okta_alert_context, target_ids


def rule(event):
    if event.get("eventType") not in ("user.mfa.factor.reset_all", "user.mfa.factor.deactivate"):
        return False
    actor = event.deep_get("actor", "alternateId")
    return any(target != actor for target in target_ids(event))


def title(event):
    return f"[{event.udm('actor_user')}] reset the second factors of another user"


def alert_context(event):
    return okta_alert_context(event)
