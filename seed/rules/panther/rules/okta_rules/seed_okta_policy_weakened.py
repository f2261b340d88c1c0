from seed_okta_helpers import okta_alert_context

WEAKENED = (
    "policy.lifecycle.deactivate",
    "policy.lifecycle.delete",
    "policy.rule.deactivate",
    "policy.rule.delete",
)


def rule(event):
    kind = event.get("eventType", "").lower()
    return kind in WEAKENED and event.deep_get("outcome", "result") == "SUCCESS"


def title(event):
    names = event.deep_walk("target", "displayName", default="<unnamed>", return_val="first")
    return f"Okta policy [{names}] taken out of force by [{event.udm('actor_user')}]"


def alert_context(event):
    return okta_alert_context(event)
