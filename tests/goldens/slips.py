"""What each code's golden is made from: the shared policy with the wrong words of the code's page, and with the right.

A page's `wrong` and `right` are words of a real policy. Where `right` stands in the policy as it is, nothing more is
needed; else `slips/FAMILY.toml` says, for both languages or under `zh` and `en`, how the words get there:

- `place`: the words of the policy that `wrong` and `right` stand in for; `after`: the words that they come after;
- `file`: the file that they belong to, if not the policy; with `whole` they are all that it holds;
- `more`, `bad`: further edits `[old, new]` or `[old, new, file]` of both policies, or of the bad one alone;
- `files`: further files; `copy`: a further version that is the policy with edits, such as `copy."2027.eco" = [[…]]`;
- `good = "base"`: the policy as it is, where `right` is no part of one; `encoding`: of the bad policy's file;
- `words = false`: that the page's words stand in no file;
- `run`: what is run instead of `eco check .`; `{}` in it stands for the page's words;
- `rename`: another name for the policy's file; `into`: the folder that the files are in;
- `folders`: folders that are made; `repeat`: how often the words stand;
- `only`: that this code is shown alone among others, because no input gives it alone.
"""

from __future__ import annotations

import shlex
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ecolang.diagnostics.registry import Code

Lang = Literal["zh", "en"]
RUN = ["check", ".", "-q"]
HERE = Path(__file__).parent
POLICY = {"zh": "办法.eco", "en": "measures.eco"}
BASE = {
    lang: {each.name: each.read_text(encoding="utf-8") for each in sorted((HERE / "base" / lang).iterdir())}
    for lang in ("zh", "en")
}


@dataclass
class Case:
    """The files of one run, and what is run."""

    files: dict[str, bytes]
    run: list[str]
    folders: list[str]


def slip_of(code: Code, lang: Lang) -> dict[str, Any]:
    """What `slips/` says of a code for a language."""
    path = HERE / "slips" / f"{code.family}.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    table = tables.get(code.id, {})
    return {**{key: value for key, value in table.items() if key not in ("zh", "en")}, **table.get(lang, {})}


def case_of(code: Code, lang: Lang, side: Literal["wrong", "right"]) -> Case:
    """The bad or the good input of a code."""
    slip, page = slip_of(code, lang), code.page(lang)
    texts = dict(BASE[lang])
    if side == "right" and slip.get("good") == "base":
        return Case({name: text.encode() for name, text in texts.items()}, RUN, [])
    words = (page.wrong if side == "wrong" else page.right) * slip.get("repeat", 1)
    policy = slip.get("rename", POLICY[lang])
    texts[policy] = texts.pop(POLICY[lang])
    for name, edits in slip.get("copy", {}).items():
        texts[name] = texts[policy]
        for old, new in edits:
            texts[name] = _changed(texts[name], old, new, code)
    texts |= slip.get("files", {})
    for edit in slip.get("more", []) + (slip.get("bad", []) if side == "wrong" else []):
        name = edit[2] if len(edit) > 2 else policy
        texts[name] = _changed(texts[name], edit[0], edit[1], code)
    file = slip.get("file", policy)
    if not slip.get("words", True) or "{}" in slip.get("run", ()):
        pass
    elif slip.get("whole"):
        texts[file] = words + "\n"
    elif "after" in slip:
        texts[file] = _changed(
            texts[file], slip["after"], slip["after"] + words + slip["after"][len(slip["after"].rstrip()) :], code
        )
    else:
        texts[file] = _changed(texts[file], slip.get("place", page.right), words, code)
    folder = f"{slip['into']}/" if "into" in slip else ""
    files = {folder + name: text.encode() for name, text in texts.items()}
    if "encoding" in slip and side == "wrong":
        files[file] = texts[file].encode(slip["encoding"])
    usual = RUN if code.family == "clash" else [*RUN, "--no-proofs"]
    run = [part for each in slip.get("run", usual) for part in (_words(words) if each == "{}" else [each])]
    return Case(files, run, slip.get("folders", []))


def _words(line: str) -> list[str]:
    """A command line of a page without its `eco` and its remark."""
    return shlex.split(line, comments=True)[1:] if line.startswith("eco ") else [line]


def _changed(text: str, old: str, new: str, code: Code) -> str:
    where = f"tests/goldens/slips/{code.family}.toml"
    assert old in text, f"{code.id}: tests/goldens/base lacks these words; say in {where} where they go: {old}"
    return text.replace(old, new)
