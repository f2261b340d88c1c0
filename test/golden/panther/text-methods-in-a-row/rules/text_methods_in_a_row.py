def rule(event):
    path = event.get("path", "").lower()
    return path.startswith(("/etc/", "/root/")) and path.split("/")[-1].endswith(".conf")
