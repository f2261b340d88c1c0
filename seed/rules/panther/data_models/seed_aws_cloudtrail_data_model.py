from seed_base_helpers import deep_get


def get_actor_user(event):
    kind = deep_get(event, "userIdentity", "type")
    if kind == "Root":
        return "root"
    if kind == "AssumedRole":
        return deep_get(event, "userIdentity", "sessionContext", "sessionIssuer", "userName")
    return deep_get(event, "userIdentity", "userName", default="<unknown user>")
