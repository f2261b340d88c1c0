def rule(event):
    if event.get("even") in range(0, 100_000, 2):
        return True
    return event.get("port") in range(1024, 65536) and event.get("count") not in range(5000, 0, -1)
