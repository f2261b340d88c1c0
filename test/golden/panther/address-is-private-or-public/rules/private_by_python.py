from ipaddress import ip_address


def rule(event):
    try:
        return ip_address(event.get("sourceIPAddress")).is_private
    except ValueError:
        return False
