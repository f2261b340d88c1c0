def policy(resource):
    if not resource.get("Encrypted"):
        return False
    return all(rule.get("Cidr") != "0.0.0.0/0" for rule in resource.get("Rules", []))
