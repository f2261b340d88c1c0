def policy(resource):
    status = resource.get("Status") or {}
    if not status.get("IsLogging"):
        return False
    return bool(resource.get("LogFileValidationEnabled")) and bool(resource.get("IsMultiRegionTrail"))
