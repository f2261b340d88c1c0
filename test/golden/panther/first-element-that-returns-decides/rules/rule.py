def find(parameters, name):
    for parameter in parameters:
        if parameter.get("name") == name:
            return parameter.get("value")
    return None


def rule(event):
    return find(event.get("parameters", []), "visibility") == "public"
