def rule(event):
    return event.get("action") == "repo.access"


def title(event):
    return f"{event.get('actor')} opened {event.deep_get('repo', 'name', default='a repository')}"


def alert_context(event):
    return {"who": event.get("actor"), "from": event.deep_get("actor_location", "country_code")}
