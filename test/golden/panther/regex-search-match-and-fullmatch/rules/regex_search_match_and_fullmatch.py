import re

NAME = re.compile(r"adm\d+", re.IGNORECASE)


def rule(event):
    return bool(NAME.search(event.get("user", ""))) or re.match("svc-", event.get("client", "")) is not None or bool(re.fullmatch("x+", event.get("tag", "")))
