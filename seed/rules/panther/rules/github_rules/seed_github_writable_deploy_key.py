def rule(event):
    # GitHub writes this flag as a word
    writable = event.get("read_only") == "false"
    return event.get("action") in ("public_key.create", "public_key.update") and writable and "repo" in event


def title(event):
    return f"Writable deploy key [{event.get('title', '<untitled>')}] for [{event.get('repo')}]"
