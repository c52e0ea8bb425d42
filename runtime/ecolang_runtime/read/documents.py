"""What a record says of a document: its items, and who signed, refused to sign or noted a refusal."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ecolang.diagnostics import Local
from ecolang.patterns import later
from ecolang.program import Field
from ecolang_runtime.read.names import DOCUMENT_KEY, KEY_LABEL, DocumentNames, Names, fold
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.values import Misfit, label_of, plain, read_typed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_KIND = Local("文件", "document")
_ITEM = Local("内容", "item")
_SHAPE = Local(
    "文件的写法（内容、签字、拒绝签字、注明、齐全、缺少）", "items, signed, refused, noted, complete, missing"
)
_WORDS = later(r"[、,，]")
_CLAUSES = later(r"[;；。]")
_PHRASE = later(
    r"(齐全|complete|缺少|缺|missing|拒绝签字|refused|签字|signed|注明|noted)\s*[:：]?\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
# The name of an item with more 、 in it than this is not looked for in a list.
_MOST_PARTS = 20
_PHRASES = {"缺": "missing"}


def read_documents(
    raw: Any, names: Names, allowed: tuple[str, ...], event: Local, problems: Problems
) -> dict[str, Any]:
    """The documents of an occurrence as `CaseData` holds them; `allowed`: those that the event carries."""
    result: dict[str, Any] = {}
    if not isinstance(raw, Mapping):
        problems.add("D110", field=KEY_LABEL["documents"], wanted=_SHAPE, value=plain(raw))
        return result
    for word, content in raw.items():
        known = names.documents.find(str(word))
        if known is None:
            near = names.documents.nearest(str(word))
            problems.add("D127", field=KEY_LABEL["documents"], kind=_KIND, name=str(word), nearest=near)
        elif known.document.id not in allowed:
            problems.add("D112", event=event, field=label_of(known.document))
        elif content is not None:
            result[known.document.id] = _document(content, known, names, problems)
    return result


def _document(raw: Any, known: DocumentNames, names: Names, problems: Problems) -> dict[str, Any]:
    """One document, given as an object or as a phrase such as 缺少（三）；签字：甲公司、乙公司."""
    parts = _phrase(raw) if isinstance(raw, str) else raw
    result: dict[str, Any] = {}
    if not isinstance(parts, Mapping):
        problems.add("D110", field=label_of(known.document), wanted=_SHAPE, value=plain(raw))
        return result
    for word, value in parts.items():
        key = DOCUMENT_KEY.get(fold(str(word)))
        if key is None:
            problems.add("D110", field=label_of(known.document), wanted=_SHAPE, value=str(word))
        elif value is None:
            continue
        elif key == "items":
            result.setdefault("items", {}).update(_items(value, known, problems))
        elif key == "complete":
            result["items"] = {**dict.fromkeys(known.keys, True if value else None), **result.get("items", {})}
        elif key == "missing":
            lacking = _items(value, known, problems)
            result["items"] = {**dict.fromkeys(known.keys, True), **result.get("items", {}), **dict.fromkeys(lacking)}
        else:
            roles = (names.roles.find(who) for who in _listed(value))
            result[key] = [role.id if role else who for role, who in zip(roles, _listed(value), strict=True)]
    return result


def _phrase(text: str) -> Mapping[str, Any] | None:
    parts: dict[str, Any] = {}
    for clause in _CLAUSES.split(text):
        if not clause.strip():
            continue
        match = _PHRASE.fullmatch(clause.strip())
        if match is None:
            return None
        word = _PHRASES.get(match[1], match[1])
        parts[word] = True if DOCUMENT_KEY[fold(word)] == "complete" else match[2]
    return parts


def _items(raw: Any, known: DocumentNames, problems: Problems) -> dict[str, Any]:
    found: dict[str, Any] = {}
    given = raw if isinstance(raw, Mapping) else dict.fromkeys(_item_words(raw, known), True)
    for word, value in given.items():
        key = known.items.find(str(word))
        if key is None:
            near = known.items.nearest(str(word))
            problems.add("D127", field=label_of(known.document), kind=_ITEM, name=str(word), nearest=near)
        else:
            # False says that the item is not there, as null does.
            found[key] = None if value is False else _held(value, key, known, problems)
    return found


def _held(value: Any, key: str, known: DocumentNames, problems: Problems) -> Any:
    """What an item holds, of the type that rules read there; true says only that it is there."""
    kind = known.reads.get(key)
    if kind is None or value is None or value is True:
        return value
    if not kind.startswith("row:"):
        read = read_typed(Field(key, kind), value)
        if isinstance(read, Misfit):
            problems.add(read.code, **read.args)
            return None
        return read
    column = kind.removeprefix("row:")
    for row in value if isinstance(value, (list, tuple)) else (None,):
        day = read_typed(Field(column, "date"), row.get(column)) if isinstance(row, Mapping) else None
        if day is None or isinstance(day, Misfit):
            wanted = Local(f"一张表，每行有「{column}」这个日期", f"a list of rows, each with a date under “{column}”")
            problems.add("D110", field=Local(key, key), wanted=wanted, value=plain(value))
            return None
    return value


def _listed(raw: Any) -> tuple[str, ...]:
    parts = _WORDS.split(raw) if isinstance(raw, str) else raw if isinstance(raw, (list, tuple)) else (raw,)
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _item_words(raw: Any, known: DocumentNames) -> list[str]:
    """The items that a list names; the name of an item may itself hold a 、."""
    if not isinstance(raw, str):
        return list(_listed(raw))
    words = list(_listed(raw))
    found: list[str] = []
    while words:
        longest = max(
            (
                size
                for size in range(1, min(len(words), _MOST_PARTS) + 1)
                if known.items.find("、".join(words[:size])) is not None
            ),
            default=1,
        )
        found.append("、".join(words[:longest]))
        words = words[longest:]
    return found
