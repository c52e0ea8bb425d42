"""The one registry of diagnostic codes: pages, `explain` and rules for other tools all come from its tables.

A code is one table in `pages/*.toml`; adding a table there is all that a new code needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ecolang.diagnostics.model import Diagnostic, Fix, Label, Lang, Severity, Span
from ecolang.diagnostics.template import fill, needed_args
from ecolang.rows import dataclass

FAMILIES: Mapping[str, str] = {
    "E1": "syntax",
    "E2": "names",
    "E3": "types",
    "E4": "citations",
    "E5": "coverage",
    "E6": "graph",
    "E7": "clash",
    "E8": "calendar",
    "E9": "casetests",
    "E0": "versions",
    "D1": "cases",
}
"""The first two characters of a code, and the file of `pages/` that its family lives in."""


@dataclass(frozen=True, slots=True)
class Page:
    """What `explain` prints for a code, in one language."""

    meaning: str
    wrong: str
    right: str
    why: str


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem: its stable id and its words in both languages."""

    id: str
    family: str
    severity: Severity
    title_zh: str
    title_en: str
    message_zh: str
    message_en: str
    hint_zh: str
    hint_en: str
    page_zh: Page
    page_en: Page

    def title(self, lang: Lang) -> str:
        """The short name of the problem."""
        return self.title_zh if lang == "zh" else self.title_en

    def page(self, lang: Lang) -> Page:
        """The page for `explain`."""
        return self.page_zh if lang == "zh" else self.page_en

    @property
    def needed(self) -> frozenset[str]:
        """The names of the values that a diagnostic of this code must carry."""
        return needed_args(self.message_zh, self.message_en, self.hint_zh, self.hint_en)


@cache
def family_codes(family: str) -> Mapping[str, Code]:
    """The codes of one family in the order of their file; read apart because most runs need one or none."""
    # A run without problems never gets here, so it need not pay for these two imports.
    import tomllib
    from importlib.resources import files

    text = files("ecolang.diagnostics").joinpath("pages", f"{family}.toml").read_text(encoding="utf-8")
    return {
        id_: Code(
            id=id_,
            family=family,
            severity=table["severity"],
            title_zh=table["title_zh"],
            title_en=table["title_en"],
            message_zh=table["message_zh"],
            message_en=table["message_en"],
            hint_zh=table["hint_zh"],
            hint_en=table["hint_en"],
            page_zh=Page(**table["page_zh"]),
            page_en=Page(**table["page_en"]),
        )
        for id_, table in tomllib.loads(text).items()
    }


def find_code(id_: str) -> Code | None:
    """The code of an id such as `E101`, or None."""
    family = FAMILIES.get(id_[:2])
    return family_codes(family).get(id_) if family else None


def all_codes() -> tuple[Code, ...]:
    """Every code, family by family."""
    return tuple(code for family in FAMILIES.values() for code in family_codes(family).values())


def make_diagnostic(
    code: str,
    span: Span | None,
    /,
    *,
    labels: tuple[Label, ...] = (),
    citation: str | None = None,
    fix: Fix | None = None,
    severity: Severity | None = None,
    **args: object,
) -> Diagnostic:
    """A diagnostic with its code's severity unless one is given; `args` fill the templates.

    Raises TypeError when the code does not exist or a value that its templates need is missing, as a call with a
    missing argument would: a slip of the programmer, never of the user.
    """
    known = find_code(code)
    if known is None:
        raise TypeError(f"no diagnostic code {code}")
    missing = sorted(name for name in known.needed if args.get(name) is None)
    if missing:
        raise TypeError(f"{code} needs {', '.join(missing)}")
    return Diagnostic(code, severity or known.severity, span, args, labels, citation, fix)


def message(diagnostic: Diagnostic, lang: Lang) -> str:
    """The sentence that says what is wrong."""
    code = find_code(diagnostic.code)
    if code is None:
        return diagnostic.code
    return fill(code.message_zh if lang == "zh" else code.message_en, diagnostic.args, lang)


def hint(diagnostic: Diagnostic, lang: Lang) -> str:
    """The sentence that says what to write instead."""
    code = find_code(diagnostic.code)
    if code is None:
        return ""
    return fill(code.hint_zh if lang == "zh" else code.hint_en, diagnostic.args, lang)
