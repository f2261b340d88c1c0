def rule(event):
    return event.udm("actor_user") == "root" and event.udm("source_ip", default="") != "192.0.2.1"
