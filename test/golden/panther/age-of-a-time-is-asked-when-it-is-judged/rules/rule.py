from datetime import datetime, timedelta


def rule(event):
    rotated = datetime.strptime(event["rotated"], "%Y-%m-%d")
    return datetime.utcnow() - rotated > timedelta(days=90)
