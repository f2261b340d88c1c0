# Homes that belong to no person
SERVICE_HOMES = ["/root/", "/var/", "/srv/", "/opt/"]
MANAGED = "fleet-management"


def rule(event):
    if event.get("name", "").endswith("authorized_keys") and event.get("action") == "added":
        columns = event.get("columns", {})
        if columns.get("comment") == MANAGED:
            return False
        key_file = columns.get("key_file", "")
        return any(key_file.startswith(home) for home in SERVICE_HOMES)
    return False


def title(event):
    return f"SSH key added to [{event.deep_get('columns', 'key_file')}] on [{event.get('hostIdentifier')}]"
