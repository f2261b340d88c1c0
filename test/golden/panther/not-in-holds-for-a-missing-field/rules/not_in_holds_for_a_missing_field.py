def rule(event):
    return event.get("awsRegion") not in {"eu-central-1", "eu-west-1"}
