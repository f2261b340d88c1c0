# What each tool says when it destroys; all words must be there
DESTROYING = {
    "vssadmin.exe": ("delete", "shadows"),
    "wmic.exe": ("shadowcopy", "delete"),
    "wbadmin.exe": ("delete", "catalog"),
    "diskshadow.exe": ("delete", "shadows"),
}


def rule(event):
    if event.get("fdr_event_type") != "ProcessRollup2" or event.get("event_platform") != "Win":
        return False
    image = event.deep_get("event", "ImageFileName", default="").lower()
    command = event.deep_get("event", "CommandLine", default="").lower()
    for tool, words in DESTROYING.items():
        if image.endswith("\\" + tool) and all(word in command for word in words):
            return True
    return False


def title(event):
    return f"Backups destroyed on [{event.get('ComputerName')}]: {event.deep_get('event', 'CommandLine')}"
