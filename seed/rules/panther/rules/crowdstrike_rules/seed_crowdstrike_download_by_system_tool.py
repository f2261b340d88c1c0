import re

TOOLS = ("\\certutil.exe", "\\bitsadmin.exe", "\\mshta.exe", "\\regsvr32.exe")
ADDRESS = re.compile(r"(?:https?|ftp)://(?P<host>[^/\s:]+)", re.IGNORECASE)


def rule(event):
    if event.get("fdr_event_type") != "ProcessRollup2":
        return False
    if not event.deep_get("event", "ImageFileName", default="").lower().endswith(TOOLS):
        return False
    address = ADDRESS.search(event.deep_get("event", "CommandLine", default=""))
    if not address:
        return False
    return not address.group("host").endswith(".example.com")


def title(event):
    image = event.deep_get("event", "ImageFileName", default="").split("\\")[-1]
    return f"[{image}] fetched a file on [{event.get('ComputerName')}]"
