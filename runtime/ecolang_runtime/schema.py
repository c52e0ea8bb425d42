"""JSON Schema (2020-12) of what a policy takes in, one event line and one case, under the declared names; and of a
verdict in brief, that a great many are judged for.

The readers take more (aliases, labels, dates as people write them); this is the form for other programs.
"""

from __future__ import annotations

from typing import Any

from ecolang.program import Event, Field, Program
from ecolang_runtime.read.names import KEYS
from ecolang_runtime.wording.templates import FINDINGS

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE = {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}
_TIME = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
_NAME = {"type": "string", "minLength": 1}
_NAMES = {"anyOf": [_NAME, {"type": "array", "items": _NAME, "minItems": 1}]}
_SIGNERS = {"type": "array", "items": _NAME}
_TYPES: dict[str, dict[str, Any]] = {
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "money": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^-?[0-9]+([.][0-9]+)?$"}]},
    "date": _DATE,
    "duration": {
        "type": "array",
        "prefixItems": [{"type": "integer"}, {"enum": ["day", "workday", "month", "year", "hour"]}],
        "minItems": 2,
        "maxItems": 2,
    },
    "text": {"type": "string"},
    "clause": _NAME,
    "party": _NAME,
    "document": {"type": "string"},
}


def event_schema(program: Program) -> dict[str, Any]:
    """The schema of one line of a JSON Lines file that tells an event."""
    return {
        "$schema": _DIALECT,
        "title": program.settings.title,
        "type": "object",
        "required": ["case", "event", "on"],
        "properties": {"case": _case_number(), "event": {"enum": [event.id for event in program.events]}},
        "oneOf": [_event(program, event, with_case=True) for event in program.events],
    }


def brief_schema(program: Program) -> dict[str, Any]:
    """The schema of a line of `eco run --detail brief --format json`."""
    text, day = {"type": "string"}, {"anyOf": [_DATE, {"type": "null"}]}
    or_none = {"type": ["string", "null"]}
    reasons = {"type": "array", "items": text, "minItems": 1}
    version = {
        "version": text,
        "parts": _listed(_closed({"version": text, "articles": {"type": "array", "items": text}})),
    }
    doubt = {"provisional": reasons, "version": text}
    finding = _closed(
        {
            "kind": {"enum": sorted({name.partition(":")[0] for name in FINDINGS})},
            "degree": {"enum": ["violation", "caution", "note"]},
            "norm": text,
            "cite": text,
            "event": {"enum": [*(event.id for event in program.events), None]},
            "on": day,
            "due": day,
            "days": {"type": ["integer", "null"]},
        },
        doubt,
    )
    duty = _closed(
        {
            "norm": text,
            "cite": text,
            "since": _DATE,
            "due": day,
            "state": {"enum": ["open", "overdue", "undetermined"]},
        },
        {"row": {"type": "integer", "minimum": 1}, **doubt},
    )
    rows = {"findings": _listed(finding), "open_duties": _listed(duty)}
    track = _closed(
        {
            "party": or_none,
            "part": or_none,
            "stage": {"enum": [stage.id for stage in program.stages]},
            "outcome": {"type": "boolean"},
            "since": _DATE,
            **rows,
        },
        version,
    )
    choices = _listed(_closed({"reading": text, "alternative": text}))
    used = {"version": text, "title": text, "in_force": day, "last": day, "silent_since": day}
    whole = {
        "case": _NAME,
        "as_of": _DATE,
        "over": {"type": "boolean"},
        "tracks": _listed(track),
        **rows,
        "left_out": {"type": "integer", "minimum": 0},
    }
    more = {"readings": choices, "turns_on": choices, "begins": _DATE, **version, "versions": _listed(_closed(used))}
    return {"$schema": _DIALECT, "title": program.settings.title, **_closed(whole, more)}


def _listed(row: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": row}


def _closed(required: dict[str, Any], more: dict[str, Any] | None = None) -> dict[str, Any]:
    """An object with these values and no others."""
    properties = {**required, **(more or {})}
    return {"type": "object", "required": list(required), "additionalProperties": False, "properties": properties}


def case_schema(program: Program) -> dict[str, Any]:
    """The schema of a JSON file that holds one case."""
    return {
        "$schema": _DIALECT,
        "title": program.settings.title,
        "type": "object",
        "required": ["case"],
        "anyOf": [{"required": ["opened"]}, {"required": ["events"]}],
        "additionalProperties": False,
        "properties": {
            "case": _case_number(),
            "opened": _DATE,
            "parties": _object({role.id: _described(_NAMES, role.label, role.description) for role in program.roles}),
            "facts": _object({fact.id: _value(fact) for fact in program.facts}),
            "events": {
                "type": "array",
                "items": {"oneOf": [*(_event(program, event) for event in program.events), *_facts(program)]},
            },
        },
    }


def _case_number() -> dict[str, Any]:
    return {"type": ["string", "integer"], "minLength": 1}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _described(schema: dict[str, Any], title: str | None, description: str | None = None) -> dict[str, Any]:
    extra = {key: words for key, words in (("title", title), ("description", description)) if words}
    return {**schema, **extra}


def _value(field: Field) -> dict[str, Any]:
    schema = {"enum": list(field.values)} if field.type == "choice" else _TYPES[field.type]
    if isinstance(field.default, (bool, int, str)):
        schema = {**schema, "default": field.default}
    return _described(schema, field.label)


def _facts(program: Program) -> list[dict[str, Any]]:
    """A fact that becomes known on a day, among the events of a case."""
    if not program.facts:
        return []
    facts = _object({fact.id: _value(fact) for fact in program.facts})
    return [{**_object({"on": _DATE, "facts": facts, "party": _NAMES}), "required": ["on", "facts"]}]


def _event(program: Program, event: Event, with_case: bool = False) -> dict[str, Any]:
    fields = {field.id: _value(field) for field in event.fields}
    needed = [field.id for field in event.fields if field.required and field.default is None]
    each = {"type": "object", "additionalProperties": _object(fields), "minProperties": 1}
    properties: dict[str, Any] = {
        **({"case": _case_number()} if with_case else {}),
        **fields,
        "event": _described({"const": event.id}, event.label),
        "on": _DATE,
        **_spelled("at", _TIME, fields),
        **_spelled("by", _NAMES, fields),
        **_spelled("party", _NAMES, fields),
        **_spelled("received", _DATE, fields),
        **_spelled("ground", _NAME, fields),
    }
    if fields:
        properties.update(_spelled("each", each, fields))
    if event.documents:
        documents = _object({name: _document(program, name) for name in event.documents})
        properties.update(_spelled("documents", documents, fields))
    if steps := [step for order in program.orders if order.event == event.id for step in order.steps]:
        known = [name for step in steps for name in (step.key, step.number)]
        properties.update(_spelled("steps", {"type": "array", "items": {"enum": known}}, fields))
    if parts := [edge.fork for edge in program.edges if edge.fork]:
        properties.update(_spelled("part", {"enum": list(dict.fromkeys(parts))}, fields))
    schema = {**_object(properties), "required": ["event", "on"]}
    if needed:
        # Fields given for each holder stand in `each` instead.
        schema["anyOf"] = [{"required": needed}, {"required": ["each"]}]
    return schema


def _spelled(key: str, schema: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    """An optional key under each of its spellings, but for those that the event has as a field."""
    return {word: schema for word in KEYS[key] if word == key or word not in fields}


def _document(program: Program, name: str) -> dict[str, Any]:
    keys = [item.key for rows in program.contents if rows.document == name and not rows.form for item in rows.items]
    present = {"anyOf": [{"type": ["string", "null", "boolean", "number", "object", "array"]}]}
    items = _object({key: present for key in dict.fromkeys(keys)}) if keys else {"type": "object"}
    return _object({"items": items, "signed": _SIGNERS, "refused": _SIGNERS, "noted": _SIGNERS})
