"""What a regulation's text was when its policy was last held against it: a digest of each clause, beside the policy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ecolang.diagnostics.model import Lang, Local
from ecolang.source_ref import Ref, parse_ref
from ecolang.source_text import Clause, SourceText

#: What the record's file is called, with the policy's name before it.
ENDING = ".checked"
_LENGTH = 16
_HEAD = Local(
    "# 规则核对过的原文：每处原文的摘要。由 eco check --record-text 写出，不要手改；核对过新的原文以后再写一次。",
    "# The text that the rules were held against, a digest a clause. Written by eco check --record-text, not by hand;\n"
    "# write it again once the rules have been held against a new text.",
)


@dataclass(frozen=True, slots=True)
class Changed:
    """An article or annex whose text is another than the recorded one. `parts`: the clauses that differ or are gone,
    empty where that is the article as a whole; `was`: the article that had this text, if another one had."""

    ref: Ref
    parts: tuple[Ref, ...] = ()
    was: Ref | None = None


def write_record(source: SourceText, lang: Lang) -> str:
    """The record of a text, a line for each clause that coverage accounts for."""
    rows = (f"{_digest(source, each)}  {each.ref.format(lang)}" for each in source.clauses_to_account())
    return "\n".join((_HEAD.say(lang), *rows)) + "\n"


def read_record(text: str) -> dict[Ref, str]:
    """The digests of a record by clause. A line that is none counts for nothing, so that its clause is told as
    changed."""
    found: dict[Ref, str] = {}
    for line in text.splitlines():
        digest, _, cite = line.strip().partition(" ")
        ref = parse_ref(cite)
        if ref is not None and not digest.startswith("#"):
            found[ref] = digest
    return found


def changes(source: SourceText, recorded: Mapping[Ref, str]) -> Iterator[Changed]:
    """The articles and annexes of the text that are not as they were recorded, in the order of the text."""
    now: dict[Ref, dict[Ref, str]] = {}
    for clause in source.clauses_to_account():
        now.setdefault(_whole(clause.ref), {})[clause.ref] = _digest(source, clause)
    before: dict[Ref, dict[Ref, str]] = {}
    for ref, digest in recorded.items():
        before.setdefault(_whole(ref), {})[ref] = digest
    known = {tuple(rows.values()): ref for ref, rows in before.items()}
    for ref, rows in now.items():
        old = before.get(ref, {})
        if rows != old:
            parts = [each for each, digest in rows.items() if old.get(each) != digest]
            parts += [each for each in old if each not in rows]
            yield Changed(ref, () if ref in parts or not old else tuple(parts), known.get(tuple(rows.values())))


def _whole(ref: Ref) -> Ref:
    """The article or annex that a place is part of."""
    return Ref(ref.article, ref.annex, suffix=ref.suffix)


def _digest(source: SourceText, clause: Clause) -> str:
    """Of a clause's own words, without those of its parts; how they are spaced and broken into lines does not count."""
    lines = clause.text.split("\n")
    for part in source.children(clause.ref):
        # A part stands in the whole with its number before it.
        first, *rest = (source.text(part) or "").split("\n")
        at = next(
            (n for n, line in enumerate(lines) if line.endswith(first) and lines[n + 1 :][: len(rest)] == rest), None
        )
        if at is not None:
            del lines[at : at + 1 + len(rest)]
    plain = " ".join(" ".join(lines).split())
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
