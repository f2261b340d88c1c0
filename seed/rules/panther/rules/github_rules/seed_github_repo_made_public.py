# Repositories that may be public
MEANT_TO_BE_PUBLIC = ["example-org/docs", "example-org/.github"]


def rule(event):
    if event.get("action") != "repo.access":
        return False
    if event.get("repo") in MEANT_TO_BE_PUBLIC:
        return False
    return event.get("visibility", "") == "public"


def title(event):
    return f"Repository [{event.get('repo', '<unknown>')}] made public by [{event.udm('actor_user')}]"
