def rule(event):
    for name, value in event.get("labels", {}).items():
        if name.startswith("public") and value == "yes":
            return True
    return False
