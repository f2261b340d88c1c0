CLOSED_PORTS = (22, 3389)


def policy(resource):
    for permission in resource.get("IpPermissions") or []:
        if permission.get("FromPort") not in CLOSED_PORTS:
            continue
        for block in permission.get("IpRanges") or []:
            if block.get("CidrIp") == "0.0.0.0/0":
                return False
    return True
