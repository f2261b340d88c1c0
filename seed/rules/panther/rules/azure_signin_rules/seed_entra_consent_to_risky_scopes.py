from seed_entra_helpers import entra_success, new_values

RISKY_SCOPES = ("Mail.Read", "Mail.Send", "Files.Read", "Directory.Read", "full_access_as_app")


def rule(event):
    if event.get("operationName") != "Consent to application" or not entra_success(event):
        return False
    for granted in new_values(event, "ConsentAction.Permissions"):
        if any(scope in granted for scope in RISKY_SCOPES):
            return True
    return False


def title(event):
    app = event.deep_walk("properties", "targetResources", "displayName", default="<unknown>", return_val="first")
    return f"Consent given to application [{app}]"


def severity(event):
    if any("true" in value.lower() for value in new_values(event, "ConsentContext.IsAdminConsent")):
        return "HIGH"
    return "DEFAULT"
