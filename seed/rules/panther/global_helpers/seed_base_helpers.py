def deep_get(dictionary, *keys, default=None):
    """The value under a path of keys, or the default where the path ends early."""
    value = dictionary
    for key in keys:
        if not hasattr(value, "get"):
            return default
        value = value.get(key)
    return default if value is None else value
