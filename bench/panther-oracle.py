"""Runs Panther rules and policies under CPython, as the judge that our own verdicts are held against (panther-differential.ts).

One JSON object a line on stdin, one on stdout:
  {"setup": {"modules": {name: path}, "dataModels": [{"logTypes", "module", "mappings": [{"name", "path", "method"}]}]}}
  {"rule": {"path", "text", "entry": "rule" | "policy", "events": [{"event", "mocks"}]}}
A result per event: "true", "false" (what the entry function returned), "other:<type>:<truth>" where it returned no bool (which Panther
refuses), "raised:<exception>", or "unknown:<why>" where the code left what can be run here (the network, a package that is not there).

An event is as Panther documents it: read-only, keys found exactly first, then whatever their letter case; lists are sequences but no
`list`, objects are mappings but no `dict`; `deep_get`, `deep_walk`, `udm` beside `get`. A policy's resource is a plain dict.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import re
import signal
import sys
import types
from collections.abc import Mapping, Sequence
from copy import deepcopy
from unittest.mock import MagicMock

SECONDS_PER_EVENT = 3
OUT = os.fdopen(os.dup(1), "w")
sys.stdout = sys.stderr
os.environ.update(AWS_EC2_METADATA_DISABLED="true", AWS_MAX_ATTEMPTS="1", AWS_DEFAULT_REGION="us-east-1")


class Unknown(BaseException):
    """The code asks for something that cannot be had here; no `except Exception` of a rule may catch it."""


# What an event is made of


def frozen(value):
    if type(value) is dict:
        return FoldedDict(value)
    if type(value) is list:
        return FrozenList(value)
    return value


class FrozenList(Sequence):
    __hash__ = None

    def __init__(self, items):
        self._items = tuple(items)

    def __getitem__(self, at):
        return frozen(self._items[at])

    def __iter__(self):
        return (frozen(item) for item in self._items)

    def __len__(self):
        return len(self._items)

    def __eq__(self, other):
        if isinstance(other, FrozenList):
            return self._items == other._items
        return isinstance(other, (list, tuple)) and self._items == tuple(other)

    def __repr__(self):
        return f"ImmutableList({self._items})"

    def copy(self):
        return deepcopy(list(self._items))

    as_list = copy


class FoldedDict(Mapping):
    def __init__(self, entries):
        self._entries = entries
        self._folded = None

    def _key(self, key):
        if key in self._entries or not self._entries:
            return key
        if self._folded is None:
            self._folded = {}
            for own in self._entries:
                self._folded.setdefault(own.lower(), own)
        return self._folded.get(key.lower(), key)

    def __getitem__(self, key):
        return frozen(self._entries[self._key(key)])

    def __iter__(self):
        return iter(self._entries)

    def __len__(self):
        return len(self._entries)

    def __repr__(self):
        return f"{type(self).__name__}({self._entries})"

    def copy(self):
        return deepcopy(dict(self._entries))

    to_dict = copy


def deep_get(found, keys, default):
    for key in keys:
        found = found.get(key, default) if isinstance(found, Mapping) else default
    return default if found is None else found


def is_list(value):
    return isinstance(value, Sequence) and not isinstance(value, str)


def is_empty_list(value):
    return is_list(value) and all(is_empty_list(item) for item in value)


def deep_walk(found, keys, default, pick):
    """What stands at the keys: lists on the way are gone through, what is found in them is kept once."""
    if not keys:
        return default if found is None or is_empty_list(found) else found
    if isinstance(found, Mapping):
        return deep_walk(found.get(keys[0], default), keys[1:], default, pick)
    if not is_list(found):
        return default
    kept = {}
    for item in found:
        value = deep_walk(item, keys, default, pick)
        if value is not None:
            kept.update((each, None) for each in (value if is_list(value) else [value]))
    values = list(kept)
    if not values:
        return default
    if pick == "first":
        return values[0]
    if pick == "last":
        return values[-1]
    if pick != "all":
        return "all"
    return values[0] if len(values) == 1 else values


class PantherEvent(FoldedDict):
    def __init__(self, entries, data_model=None):
        super().__init__(entries)
        self.data_model = data_model

    def deep_get(self, *keys, default=None):
        return deep_get(self, keys, default)

    def deep_walk(self, *keys, default=None, return_val="all"):
        return deep_walk(self._entries, list(keys), default, return_val)

    def lookup(self, table, key):
        return self.deep_get("_mocked_lookup_data_", table, key)

    def udm(self, *keys, default=None):
        mapping = None if self.data_model is None or len(keys) != 1 else self.data_model.get(keys[0])
        if mapping is not None:
            path, method = mapping
            if method is not None:
                return frozen(method(FoldedDict(self._entries)))
            found, value = at_path(self._entries, path)
            return frozen(value) if found else default
        return self.deep_get("p_udm", *keys) or self.deep_get(*keys) or default

    def udm_path(self, key):
        if self.data_model is None:
            raise KeyError("no data model")
        path, method = self.data_model.get(key, (None, None))
        if method is not None:
            return method.__name__
        return None if path is None or not at_path(self._entries, path)[0] else re.sub(r"^\$\.?", "", path)

    def event_time_epoch(self, force_utc=True):
        raise Unknown("event_time_epoch")


def at_path(value, path):
    """A path of plain keys, letter for letter."""
    if re.search(r"[*?@]|\.\.", path):
        raise Unknown("path")
    for key in re.findall(r"[^.\[\]'\"]+", re.sub(r"^\$\.?", "", path)):
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return False, None
    return True, value


# What a rule may import


class Absent:
    """Something of a package that is not here: calling it, or anything of it, ends the run."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self._name}.{name}")

    def __call__(self, *_args, **_named):
        raise Unknown(self._name)


class AbsentModule(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}")


class AbsentPackages(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, *names):
        self.names = names

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in self.names:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return AbsentModule(spec.name)

    def exec_module(self, module):
        return None


def panther_core():
    core, immutable, event = (types.ModuleType(name) for name in ("panther_core", "panther_core.immutable", "panther_core.enriched_event"))
    core.PantherEvent = event.PantherEvent = PantherEvent
    immutable.ImmutableList = FrozenList
    immutable.ImmutableCaseInsensitiveDict = FoldedDict
    core.immutable, core.enriched_event, core.__path__ = immutable, event, []
    return {module.__name__: module for module in (core, immutable, event)}


class Sources(importlib.abc.MetaPathFinder):
    """The corpus' own modules by name, wherever their files lie."""

    def __init__(self, paths):
        self.paths = paths

    def find_spec(self, name, path=None, target=None):
        found = self.paths.get(name)
        return None if found is None else importlib.util.spec_from_file_location(name, found)


def no_network():
    import socket

    def refused(*_args, **_named):
        raise Unknown("network")

    socket.socket.connect = refused
    socket.create_connection = refused
    socket.getaddrinfo = refused


# Running


def data_models(described):
    """By log type: name → (path, method)."""
    models = {}
    for model in described:
        mappings = {}
        for mapping in model["mappings"]:
            method = None
            if mapping["path"] is None and model["module"] is not None:
                method = getattr(importlib.import_module(model["module"]), mapping["method"])
            mappings[mapping["name"]] = (mapping["path"], method)
        for log_type in model["logTypes"]:
            models.setdefault(log_type, mappings)
    return models


def out_of_time(_signal, _frame):
    raise Unknown("time")


def load(rule):
    module = types.ModuleType("rule_under_test")
    module.__file__ = rule["path"]
    exec(compile(rule["text"], rule["path"], "exec"), module.__dict__)  # The rule is what we are here to run.
    return module


def verdict(result):
    if isinstance(result, bool):
        return str(result).lower()
    return f"other:{type(result).__name__}:{str(bool(result)).lower()}"


def judge(module, rule, models, given):
    event = deepcopy(given["event"])
    if rule["entry"] == "rule" and isinstance(event, dict):
        event = PantherEvent(event, models.get(event.get("p_log_type")))
    kept = dict(module.__dict__)
    signal.alarm(SECONDS_PER_EVENT)
    try:
        for name, value in given.get("mocks", {}).items():
            setattr(module, name, MagicMock(return_value=value))
        return verdict(getattr(module, rule["entry"])(event))
    except Unknown as unknown:
        return f"unknown:{unknown}"
    except Exception as error:
        return f"raised:{type(error).__name__}: {str(error)[:120]}"
    finally:
        signal.alarm(0)
        module.__dict__.clear()
        module.__dict__.update(kept)


def judge_all(rule, models):
    signal.alarm(SECONDS_PER_EVENT)
    try:
        module = load(rule)
    except Unknown as unknown:
        return [f"unknown:{unknown}"] * len(rule["events"])
    except Exception as error:
        return [f"unknown:import {type(error).__name__}: {error}"] * len(rule["events"])
    finally:
        signal.alarm(0)
    return [judge(module, rule, models, given) for given in rule["events"]]


def main():
    signal.signal(signal.SIGALRM, out_of_time)
    sys.dont_write_bytecode = True
    sys.modules.update(panther_core())
    # What reaches out of the process is never run; the rest only where it is not installed.
    sys.meta_path.insert(0, AbsentPackages("boto3", "botocore", "requests", "panther_detection_helpers"))
    sys.meta_path.append(AbsentPackages("policyuniverse", "pycountry", "dateutil"))
    no_network()
    models = {}
    for line in sys.stdin:
        asked = json.loads(line)
        if "setup" in asked:
            sys.meta_path.append(Sources(asked["setup"]["modules"]))
            models = data_models(asked["setup"]["dataModels"])
            answer = {"ready": sys.version.split()[0]}
        else:
            answer = {"results": judge_all(asked["rule"], models)}
        OUT.write(json.dumps(answer) + "\n")
        OUT.flush()


if __name__ == "__main__":
    main()
