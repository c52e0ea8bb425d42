"""Repairs that follow from what a problem says: the name that was meant, the number of a clause, a character too many.

None of these is certain but the last: a name that is near may still not be the one that was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ecolang.diagnostics import Diagnostic, Edit, Fix, Local, Span
from ecolang.diagnostics.nearest import nearest
from ecolang.source_check import mark_words
from ecolang.source_text import parse_ref

#: Codes whose place holds the value called so, in the place of which `nearest` was most likely meant.
_NAMED = {
    "E201": "name", "E204": "name", "E301": "field", "E702": "name", "E703": "name", "E801": "name", "E901": "name",
}  # fmt: skip
#: Codes whose place holds a value that is none of a list of them.
_OF_LIST = {"E302": ("value", "values"), "E706": ("name", "names")}
_CITED = frozenset({"E401", "E402", "E403", "E404"})


def with_fixes(found: Iterable[Diagnostic], texts: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """The problems, each with its repair where there is one; `texts`: what the files hold."""
    return tuple(each if each.fix is not None else replace(each, fix=_fix(each, texts)) for each in found)


def _fix(problem: Diagnostic, texts: Mapping[str, str]) -> Fix | None:
    span, args = problem.span, problem.args
    text = None if span is None else texts.get(span.file)
    if span is None or text is None:
        return None
    if problem.code == "E112":
        return Fix((Edit(span, ""),), safe=True)
    if problem.code in _CITED:
        return _citation(span, text, args.get("nearest"))
    if problem.code in _NAMED:
        return _word(span, text, args.get(_NAMED[problem.code]), args.get("nearest"))
    if problem.code in _OF_LIST:
        value, values = (args.get(each) for each in _OF_LIST[problem.code])
        known = [each for each in values if isinstance(each, str)] if isinstance(values, list | tuple) else []
        return _word(span, text, value, nearest(str(value), known))
    if problem.code == "E117":
        return _word(span, text, args.get("found"), args.get("expected"))
    return None


def _word(span: Span, text: str, wrong: object, right: object) -> Fix | None:
    """The one place within the span where the wrong word stands, with the right one."""
    words = span.text_in(text)
    if not isinstance(wrong, str) or not isinstance(right, str) or words.count(wrong) != 1 or wrong == right:
        return None
    start = span.start + words.index(wrong)
    return Fix((Edit(Span(span.file, start, start + len(wrong)), right),), safe=False)


def _citation(span: Span, text: str, right: Any) -> Fix | None:
    """The nearest clause that there is, cited as the wrong one was."""
    ref = parse_ref(right.zh) if isinstance(right, Local) else None
    if ref is None:
        return None
    words = span.text_in(text)
    if parse_ref(words) is not None:
        return Fix((Edit(span, right.zh if "第" in words or "附" in words else right.en),), safe=False)
    if words[:1] in "(（" and words[-1:] in ")）":
        mark = mark_words(ref)
        return Fix((Edit(span, (mark.en if words.isascii() else mark.zh).strip()),), safe=False)
    return None
