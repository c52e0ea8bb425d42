"""Problems as SARIF 2.1.0, for code scanning: the rules are the pages of the registry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from urllib.parse import quote

from ecolang.diagnostics.model import Diagnostic, Lang, Span
from ecolang.diagnostics.registry import Code, find_code, hint, message
from ecolang.diagnostics.template import visible

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], lang: Lang, version: str) -> str:
    """One run with the given problems in their order; `version`: the tool's. Columns count code points from 1."""
    found = tuple(diagnostics)
    codes = [code for id_ in dict.fromkeys(each.code for each in found) if (code := find_code(id_)) is not None]
    places = {code.id: place for place, code in enumerate(codes)}
    run = {
        "tool": {"driver": {"name": "eco", "version": version, "rules": [_rule(code, lang) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, places, sources, lang) for each in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: Code, lang: Lang) -> dict[str, object]:
    page = code.page(lang)
    return {
        "id": code.id,
        "shortDescription": {"text": code.title(lang)},
        "fullDescription": {"text": page.meaning},
        "help": {"text": "\n".join((page.meaning, "✗ " + page.wrong, "✓ " + page.right, page.why))},
        "defaultConfiguration": {"level": code.severity},
        "properties": {"tags": [code.family]},
    }


def _result(each: Diagnostic, places: Mapping[str, int], sources: Mapping[str, str], lang: Lang) -> dict[str, object]:
    words = "\n".join(part for part in (message(each, lang), hint(each, lang)) if part)
    result: dict[str, object] = {"ruleId": each.code, "level": each.severity, "message": {"text": visible(words)}}
    if each.code in places:
        result["ruleIndex"] = places[each.code]
    where = _location(each.span, sources) if each.span else _file_of(each)
    if where is not None:
        result["locations"] = [where]
    if each.labels:
        result["relatedLocations"] = [
            {**_location(label.span, sources), "message": {"text": visible(label.say(lang))}} for label in each.labels
        ]
    if each.fix is not None:
        changes: dict[str, list[dict[str, object]]] = {}
        for edit in each.fix.edits:
            new = {"deletedRegion": _region(edit.span, sources), "insertedContent": {"text": edit.replacement}}
            changes.setdefault(edit.span.file, []).append(new)
        result["fixes"] = [
            {
                "artifactChanges": [
                    {"artifactLocation": {"uri": _uri(file)}, "replacements": edits} for file, edits in changes.items()
                ]
            }
        ]
    return result


def _location(span: Span, sources: Mapping[str, str]) -> dict[str, object]:
    place = {"artifactLocation": {"uri": _uri(span.file)}, "region": _region(span, sources)}
    return {"physicalLocation": place}


def _region(span: Span, sources: Mapping[str, str]) -> dict[str, object]:
    region: dict[str, object] = {"charOffset": span.start, "charLength": span.end - span.start}
    text = sources.get(span.file)
    if text is not None:
        region["startLine"], region["startColumn"] = span.line_col(text)
        region["endLine"], region["endColumn"] = span.end_line_col(text)
    return region


def _file_of(each: Diagnostic) -> dict[str, object] | None:
    """The place of a problem that lies in no text that was read."""
    file = each.args.get("file")
    if file is None:
        return None
    place: dict[str, object] = {"artifactLocation": {"uri": _uri(str(file))}}
    line = each.args.get("line")
    if isinstance(line, int):
        place["region"] = {"startLine": line}
    return {"physicalLocation": place}


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
