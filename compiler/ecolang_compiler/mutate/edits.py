"""Breaks as edits of the policy's text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Literal

from attrs import evolve, frozen

from ecolang.diagnostics import Span, line_index
from ecolang.source_ref import Ref
from ecolang_compiler.mutate.model import Mutant, Names
from ecolang_compiler.mutate.sentences import copies
from ecolang_compiler.mutate.walk import variants
from ecolang_compiler.syntax import tree as t
from ecolang_compiler.syntax.parse import detect
from ecolang_compiler.syntax.print import part_to_text

_STOPS = "。."
_CLAUSES = "，。；：,;:."
_NUMBER = re.compile(r"（[一二三四五六七八九十]+项?）|\(\d+\) ?")
#: Settings of which no case test can depend, or without which nothing can be checked.
_LEFT_ALONE = ("source", "zone", "in_force", "ceases")


@frozen
class _Place:
    """A part of the file that is printed by itself: the part, what holds it, and whether it declares something."""

    part: Any
    holder: Any
    cite: Ref | None = None
    declares: bool = False


def mutants(file: t.PolicyFile, text: str) -> tuple[Mutant, ...]:
    """Every mutant of a policy that was read without an error, in the file's order; no two have the same edit."""
    return tuple(_Maker(file, text).all())


class _Maker:
    def __init__(self, file: t.PolicyFile, text: str) -> None:
        self.file, self.text = file, text
        self.lang: Literal["zh", "en"] = detect(text).lang
        self.names = _names(file)
        self.seen: set[tuple[int, str]] = set()
        self.taken: Counter[str] = Counter()

    def all(self) -> Iterator[Mutant]:
        for place in _places(self.file):
            printed = self._printed(place, (place.part,))
            if not place.declares:
                yield from self._made(place, "sentence", printed, "")
            for variant in (*variants(place.part, self.names), *copies(place.part, self.names)):
                parts = variant.node if isinstance(variant.node, tuple) else (variant.node,)
                yield from self._made(place, variant.kind, printed, self._printed(place, parts))

    def _printed(self, place: _Place, parts: tuple[Any, ...]) -> str:
        holder = place.holder
        match holder:
            case t.Article():
                whole: Any = evolve(holder, body=parts, comments=t.Comments())
            case t.Section():
                whole = evolve(holder, entries=parts, comments=t.Comments())
            case _:
                return part_to_text(self.file, parts[0], self.lang).strip()
        _head, _, rest = part_to_text(self.file, whole, self.lang).strip().partition("\n")
        return rest.strip()

    def _made(self, place: _Place, kind: str, before: str, after: str) -> Iterator[Mutant]:
        span: Span = place.part.span
        stopped = self.text[span.end - 1] in _STOPS
        after_text = after if stopped else after.rstrip(_STOPS)
        if not after:
            span = _whole(span, self.text, stopped)
        if after == before or (span.start, after_text) in self.seen:
            return
        self.seen.add((span.start, after_text))
        # Items that move up are not what was changed.
        shown = (_NUMBER.sub("", each) if kind == "item" else each for each in (before, after))
        old, new = _differing(*shown)
        line, _ = line_index(self.text).line_col(place.part.span.start)
        clause = "" if place.cite is None else place.cite.format(self.lang)
        key = sha256("\0".join((kind, clause, before, after)).encode()).hexdigest()[:8]
        self.taken[key] += 1
        name = key if self.taken[key] == 1 else f"{key}-{self.taken[key]}"
        yield Mutant(name, kind, span, after_text, line, clause, old, new, place.declares)


def _names(file: t.PolicyFile) -> Names:
    found: dict[str, list[str]] = {"stages": [], "outcomes": [], "roles": []}
    for section in file.body:
        if isinstance(section, t.Section) and section.kind in found:
            found[section.kind] += [each.name.text for each in section.entries if not getattr(each, "group", ())]
    parts = [part for each in file.body for part in (each.body if isinstance(each, t.Article) else (each,))]
    tracks = any(isinstance(part, t.Setting) and part.kind == "handling" and part.value for part in parts)
    return Names(tuple(found["stages"]), tuple(found["outcomes"]), tuple(found["roles"]), tracks)


def _places(file: t.PolicyFile) -> Iterator[_Place]:
    for part in file.body:
        match part:
            case t.Setting():
                yield from _setting(part, None, None)
            case t.Section():
                for entry in part.entries:
                    if entry.span is not None:
                        yield _Place(_bare(entry), part, declares=True)
            case t.Article():
                for each in part.body:
                    if isinstance(each, t.Setting):
                        yield from _setting(each, part, part.ref)
                    elif each.span is not None and not _silent(each):
                        yield _Place(_bare(each), part, _cite(part.ref, each))


def _setting(node: t.Setting, holder: Any, ref: Ref | None) -> Iterator[_Place]:
    if node.kind not in _LEFT_ALONE and node.span is not None:
        yield _Place(_bare(node), holder, ref, declares=True)


def _bare(node: Any) -> Any:
    return evolve(node, comments=t.Comments())


def _silent(node: Any) -> bool:
    """Whether a sentence says only that there is no rule, or quotes."""
    return isinstance(node, t.Sentence) and all(isinstance(each, (t.NoRule, t.Quotation)) for each in node.rules)


def _cite(ref: Ref, node: Any) -> Ref:
    """What a sentence stands under."""
    mark = node.mark if isinstance(node, t.Sentence) else None
    return ref if mark is None else Ref(ref.article, ref.annex, mark.paragraph, mark.item, mark.subitem, ref.suffix)


def _whole(span: Span, text: str, stopped: bool) -> Span:
    """A sentence with its full stop, and with its line where nothing but a remark is left of that."""
    end = span.end if stopped else span.end + 1
    start = text.rfind("\n", 0, span.start) + 1
    rest, _, _ = text[end:].partition("\n")
    if text[start : span.start].strip() or (rest.strip() and not rest.strip().startswith(("#", "＃"))):
        return Span(span.file, span.start, end)
    return Span(span.file, start, min(end + len(rest) + 1, len(text)))


def _differing(before: str, after: str) -> tuple[str, str]:
    """The clauses that differ, each on one line, with an ellipsis for what is left out."""
    old, new = _one_line(before), _one_line(after)
    if not new:
        return old, new
    shared = min(len(old), len(new))
    start = next((at for at in range(shared) if old[at] != new[at]), shared)
    rest = shared - start
    end = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    while start and old[start - 1] not in _CLAUSES:
        start -= 1
    while end and not all(text[-end - 1 :][:1] in _CLAUSES for text in (old, new)):
        end -= 1
    if start + end >= shared and start:
        # Where something only comes or goes, the clause before it shows where.
        start -= 1
        while start and old[start - 1] not in _CLAUSES:
            start -= 1
    return _cut(old, start, end), _cut(new, start, end)


def _cut(text: str, start: int, end: int) -> str:
    kept = text[start : len(text) - end].strip()
    return ("…" if start else "") + kept + ("…" if end else "")


def _one_line(text: str) -> str:
    found = ""
    for line in text.split("\n"):
        line = line.strip()
        found += (" " if found[-1:].isascii() and found and line[:1].isascii() else "") + line
    return found
