"""A policy's text in its canonical form, in its own surface or in the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from ecolang.diagnostics import Diagnostic
from ecolang_compiler.syntax.case_file import parse_cases
from ecolang_compiler.syntax.parse import detect, parse
from ecolang_compiler.syntax.print import to_text


def format_text(text: str, file: str, lang: Literal["zh", "en"] | None = None) -> tuple[str | None, list[Diagnostic]]:
    """The canonical text, and the problems found on the way; no text (None) where one of them is an error.

    Without `lang` the text stays in the surface that it is written in. What is not understood is never rewritten, so
    that formatting cannot lose a sentence.
    """
    tree, problems = parse(text, file)
    if tree is None or any(each.severity == "error" for each in problems):
        return None, problems
    result = to_text(tree, lang or detect(text).lang)
    # A name can make a second reading in the words of the other surface; such a text is not handed out.
    _, found = parse(result, file, lang or detect(text).lang)
    if any(each.severity == "error" for each in found):
        return None, [*problems, *(replace(each, span=None, labels=(), fix=None) for each in found)]
    return result, problems


def format_files(
    texts: Mapping[str, str], lang: Literal["zh", "en"] | None = None
) -> tuple[dict[str, str] | None, list[Diagnostic]]:
    """The same of a policy and the files of case tests beside it: the policy's text is the first of `texts`."""
    main = next(iter(texts))
    laid_out, problems = format_text(texts[main], main, lang)
    trees, found = parse_cases(texts[main], main, {name: text for name, text in texts.items() if name != main})
    problems = [*problems, *found]
    if laid_out is None or any(each.severity == "error" for each in found):
        return None, problems
    chosen = lang or detect(texts[main]).lang
    return {main: laid_out, **{name: to_text(tree, chosen) for name, tree in trees.items()}}, problems
