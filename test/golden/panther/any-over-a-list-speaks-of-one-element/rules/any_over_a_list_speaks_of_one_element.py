def rule(event):
    items = event.deep_get("requestParameters", "ipPermissions", "items", default=[])
    return any(item.get("toPort") == 22 and item.get("cidrIp") == "0.0.0.0/0" for item in items)
