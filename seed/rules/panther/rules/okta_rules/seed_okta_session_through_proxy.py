import ipaddress

from seed_okta_helpers import okta_alert_context

OUR_GATEWAYS = ["198.51.100.64/26", "2001:db8:40::/48"]


def rule(event):
    if event.udm("event_type") != "successful_login":
        return False
    if not event.deep_get("securityContext", "isProxy", default=False):
        return False
    address = ipaddress.ip_address(event.udm("source_ip"))
    return not any(address in ipaddress.ip_network(gateway) for gateway in OUR_GATEWAYS)


def title(event):
    return f"[{event.udm('actor_user')}] signed in to Okta through a proxy at [{event.udm('source_ip')}]"


def alert_context(event):
    return okta_alert_context(event)
