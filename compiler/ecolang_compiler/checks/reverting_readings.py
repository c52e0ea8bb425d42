"""Alternative readings that still say what an amendment has changed in the rule that they replace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from ecolang.artifact import row_to_json
from ecolang.diagnostics import Diagnostic, Local, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Alternative, Program
from ecolang.source_ref import localise_refs
from ecolang.versions import Versions
from ecolang_compiler.resolve.norms import readings
from ecolang_compiler.syntax import tree

# What tells two rows apart without a difference in what they say.
_NO_MATTER = frozenset(("id", "text", "cite", "rule", "label"))
_MISSING = object()


def check(versions: Versions, trees: Mapping[str, tree.PolicyFile | None]) -> Iterator[Diagnostic]:
    """A warning for each alternative that a newer version keeps and that has, where it means to say nothing else than
    the rule, the older version's words: whoever takes it goes back behind the amendment."""
    for older, newer in zip(versions.rows, versions.rows[1:], strict=False):
        before = {(reading.id, each.id): each for reading in older.program.readings for each in reading.alternatives}
        for reading in newer.program.readings:
            for each in reading.alternatives:
                known = before.get((reading.id, each.id))
                found = None if known is None else _reverted(older.program, newer.program, known, each)
                if found is not None:
                    yield make_diagnostic(
                        "E013",
                        _place(trees.get(newer.name), reading.id, each.id, found.rule),
                        reading=reading.id,
                        other=each.id,
                        row=Local(localise_refs(found.cite, "zh"), localise_refs(found.cite, "en")),
                        old=found.old,
                        new=found.new,
                        version=older.name,
                    )


@frozen
class _Reverted:
    """A rule whose amended words an alternative takes back; the old and the new ones where both are in its text."""

    cite: str
    rule: str | None
    old: str | None
    new: str | None


def _reverted(old: Program, new: Program, was: Alternative, now: Alternative) -> _Reverted | None:
    """The first such rule of an alternative."""
    for table, rows in now.overlay.items():
        if table == "settings":
            continue
        olds, news = ({row.id: row for row in getattr(program, table)} for program in (old, new))
        for id, data in rows.items():
            earlier = was.overlay.get(table, {}).get(id)
            if not isinstance(data, dict) or not isinstance(earlier, dict) or id not in olds or id not in news:
                continue
            leaves = [dict(_leaves(each)) for each in (row_to_json(olds[id]), earlier, row_to_json(news[id]), data)]
            rule_was, other_was, rule_now, other_now = leaves
            for path, value in rule_was.items():
                mine = other_was.get(path, _MISSING), other_now.get(path, _MISSING)
                if mine == (value, value) and rule_now.get(path, value) != value:
                    words = str(value), str(rule_now[path])
                    written = all(each in str(row.text) for each, row in zip(words, (olds[id], news[id]), strict=True))
                    shown = words if written else (None, None)
                    return _Reverted(str(news[id].cite), data.get("rule"), *shown)
    return None


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in _NO_MATTER:
                yield from _leaves(each, (*path, key))
    elif isinstance(value, list | tuple):
        for place, each in enumerate(value):
            yield from _leaves(each, (*path, place))
    else:
        yield path, value


def _place(file: tree.PolicyFile | None, name: str, other: str, rule: str | None) -> Span | None:
    """Where the alternative replaces a rule."""
    if file is None:
        return None
    nodes = (passage.reading for passage in readings(file) if passage.reading.name == name)
    found = next((each for node in nodes for each in node.alternatives if each.name == other), None)
    if found is None:
        return file.title.span
    return next((each.span for each in found.replacements if each.target == rule), found.span)
