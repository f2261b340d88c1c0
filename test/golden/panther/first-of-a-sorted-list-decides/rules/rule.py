def rule(event):
    for step in sorted(event.get("steps", []), key=lambda one: one["at"]):
        if step.get("kind") == "decision":
            return step.get("answer") == "yes"
    return False
