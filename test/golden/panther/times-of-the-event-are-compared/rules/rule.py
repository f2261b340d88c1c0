from datetime import datetime, timedelta


def rule(event):
    created = datetime.strptime(event["created"], "%Y-%m-%dT%H:%M:%SZ")
    used = datetime.strptime(event["used"], "%Y-%m-%dT%H:%M:%SZ")
    return used - created < timedelta(minutes=5)
