def rule(event):
    name = event.get("host", "")
    if name.split("-", 1)[-1] == "db-1":
        return True
    pieces = name.rsplit(".", 2)
    return len(pieces) == 3 and pieces[1] == "example"
