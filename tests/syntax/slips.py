"""Sentences of a real policy with one word left out, put in or written wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.goldens.slips import BASE, POLICY

Lang = Literal["zh", "en"]
_SENTENCE = {
    "zh": re.compile(r"^  [（【\u4e00-\u9fff](?:[^。“]|“[^”]*”)*。", re.MULTILINE),
    "en": re.compile(r"^  [(\[A-Za-z](?:[^.]|\.(?!\s))*\.", re.MULTILINE),
}
_WORDS = {
    "zh": [
        "的",
        "后",
        "应当",
        "可以",
        "不得",
        "自",
        "之日起",
        "内",
        "进入",
        "视为",
        "逾期",
        "并且",
        "或者",
        "不超过",
        "次",
        "个工作日",
        "日",
    ],
    "en": [
        "must",
        "may",
        "not",
        "within",
        "of",
        "enter",
        "deemed",
        "late",
        "and",
        "or",
        "days",
        "times",
        "when",
        "if",
        "on",
    ],
}
#: What a drafter types by mistake: a word that is nothing, a word that belongs elsewhere, a mark too many.
_PUT_IN = {"zh": ["某某", "应当", "；", "5"], "en": ["whatever", "must", ";", "5"]}


@dataclass(frozen=True)
class Slip:
    """A whole policy with one slip. `start`, `end`: the sentence that it is in."""

    text: str
    start: int
    end: int
    said: str


def _tokens(lang: Lang, sentence: str) -> list[str]:
    names = sorted({*_WORDS[lang], *_names(lang)}, key=len, reverse=True)
    pattern = "|".join(map(re.escape, names))
    return re.findall(rf"{pattern}|[A-Za-z]+|\d+|\s+|.", sentence, re.DOTALL)


def _names(lang: Lang) -> set[str]:
    text = BASE[lang][POLICY[lang]]
    vocabulary = text[: text.index("第一条" if lang == "zh" else "Article 1")]
    return set(re.findall(r"^  ([^：:，,。.\n]+)", vocabulary, re.MULTILINE))


def slips(lang: Lang) -> Iterator[Slip]:
    """Every sentence of the articles, every word of it, each way of getting it wrong."""
    text = BASE[lang][POLICY[lang]]
    first, last = ("第一条", "案例") if lang == "zh" else ("Article 1", "case [")
    for match in _SENTENCE[lang].finditer(text, text.index(first), text.index(last)):
        tokens = _tokens(lang, match[0])
        at = match.start()
        for place, token in enumerate(tokens):
            if token.strip():
                wrong = _PUT_IN[lang][place % len(_PUT_IN[lang])]
                gap = "" if lang == "zh" else " "
                for new, what in (("", "-"), (wrong, "="), (token + gap + wrong, "+")):
                    changed = text[:at] + new + text[at + len(token) :]
                    end = match.end() + len(new) - len(token)
                    yield Slip(changed, match.start(), end, f"{what} {token} {new}")
            at += len(token)
