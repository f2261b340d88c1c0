from seed_entra_helpers import entra_success, new_values

OPERATIONS = ["Add member to role", "Add eligible member to role"]
PRIVILEGED = {
    "Global Administrator",
    "Privileged Role Administrator",
    "Privileged Authentication Administrator",
    "Application Administrator",
    "Conditional Access Administrator",
}


def rule(event):
    if event.get("operationName") not in OPERATIONS or not entra_success(event):
        return False
    # Entra writes the new value with quotes around it
    roles = [value.strip('"') for value in new_values(event, "Role.DisplayName")]
    return any(role in PRIVILEGED for role in roles)


def title(event):
    actor = event.deep_get("properties", "initiatedBy", "user", "userPrincipalName", default="<application>")
    return f"Privileged Entra role assigned by [{actor}]"
