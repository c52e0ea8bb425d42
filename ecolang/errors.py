"""The one exception of the public face."""

from __future__ import annotations

from collections.abc import Iterable

from ecolang.diagnostics import Diagnostic, Lang, hint, message


class EcoError(Exception):
    """What the caller can put right: an unknown name, a wrong value, a policy that does not compile.

    `diagnostics`: each problem as a value. `case`: the number of the case, where one was at hand. The text says what is
    wrong and what to write, in the policy's language; `say` gives it in either.
    """

    def __init__(
        self,
        diagnostics: Iterable[Diagnostic] = (),
        lang: Lang = "zh",
        case: str | None = None,
        words: tuple[str, str] | None = None,
    ) -> None:
        self.diagnostics = tuple(diagnostics)
        self.lang: Lang = lang
        self.case = case
        self.words = words
        super().__init__(self.diagnostics, lang, case, words)

    def say(self, lang: Lang) -> str:
        """Every problem and its remedy, one a line."""
        lines = [_line(each, lang) for each in self.diagnostics]
        if self.words is not None:
            lines.insert(0, self.words[0] if lang == "zh" else self.words[1])
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.say(self.lang)


def _line(diagnostic: Diagnostic, lang: Lang) -> str:
    advice = hint(diagnostic, lang)
    place = "".join(f"{diagnostic.args[key]}:" for key in ("file", "line") if diagnostic.args.get(key) is not None)
    said = message(diagnostic, lang)
    joined = said + advice if lang == "zh" else f"{said} {advice}"
    return f"{place} {joined}" if place else joined
