SUFFIX = ".disable"
FEATURES = (
    "repository_secret_scanning",
    "secret_scanning_push_protection",
    "repository_vulnerability_alerts",
    "dependabot_alerts",
)
DISABLING = [feature + SUFFIX for feature in FEATURES] + ["org.disable_two_factor_requirement"]


def rule(event):
    if "/sandbox-" in event.get("repo", ""):
        return False
    return event.get("action") in DISABLING


def title(event):
    where = event.get("repo") or event.get("org", "<unknown>")
    return f"GitHub security feature switched off in [{where}]: {event.get('action')}"
