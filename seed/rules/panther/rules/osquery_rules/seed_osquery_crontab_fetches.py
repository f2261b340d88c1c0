import re

FETCH_AND_RUN = r"\b(curl|wget)\b.*\|\s*(ba|da|z)?sh\b"


def rule(event):
    if event.get("action") != "added":
        return False
    if "crontab" not in event.get("name", ""):
        return False
    return bool(re.search(FETCH_AND_RUN, event.deep_get("columns", "command", default="")))


def title(event):
    return f"Cron job on [{event.get('hostIdentifier')}] fetches and runs: {event.deep_get('columns', 'command')}"
