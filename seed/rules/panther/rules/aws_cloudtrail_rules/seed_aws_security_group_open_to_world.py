from seed_aws_helpers import aws_alert_context

ANYWHERE = ("0.0.0.0/0", "::/0")
SENSITIVE_PORTS = [22, 3389, 3306, 5432, 6379, 9200]


def rule(event):
    if event.get("eventName") != "AuthorizeSecurityGroupIngress" or event.get("errorCode"):
        return False
    for permission in event.deep_get("requestParameters", "ipPermissions", "items", default=[]):
        if is_open(permission) and covers_sensitive_port(permission):
            return True
    return False


def is_open(permission):
    ranges = permission.get("ipRanges", {}).get("items", [])
    ranges6 = permission.get("ipv6Ranges", {}).get("items", [])
    return any(r.get("cidrIp") in ANYWHERE for r in ranges) or any(
        r.get("cidrIpv6") in ANYWHERE for r in ranges6
    )


def covers_sensitive_port(permission):
    first = permission.get("fromPort", 0)
    last = permission.get("toPort", 65535)
    return any(first <= port <= last for port in SENSITIVE_PORTS)


def title(event):
    group = event.deep_get("requestParameters", "groupId", default="<unknown group>")
    return f"Security group [{group}] opened to the internet in [{event.get('awsRegion')}]"


def alert_context(event):
    return aws_alert_context(event)
