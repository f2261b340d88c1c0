LIMIT = 0x80000000 | 1


def rule(event):
    if event.get("number") == LIMIT:
        return True
    if event.get("kind") == "power":
        return event.get("number") == 2**53 + 1
    return event.get("kind") == "list" and event.get("number") in [7, 9007199254740993]
