def rule(event):
    return "admin" in event.deep_walk("policies", "name", default="")
