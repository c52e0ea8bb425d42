"""Inputs that nobody would write: real policies, cases and artifacts with some of their words taken out or put in."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ecolang_compiler.syntax.surface.en import ENGLISH
from ecolang_compiler.syntax.surface.zh import CHINESE
from tests.command import ROOT
from tests.goldens.slips import BASE, POLICY

_TOKEN = re.compile(r"[A-Za-z_]+|\d+|\s+|[\u4e00-\u9fff]{1,4}|.", re.DOTALL)
_MARKS = '的，。；：、（）【】〔〕《》“”#\n\r\t \0\u202e\ud800\ufeff０ⅣÄ"[]{}\\?!'
_ODD = [*_MARKS, "（" * 60, "9" * 70, "2026年2月30日", "第〇条", "1e999"]
_SMALL = 40


@cache
def policies(lang: str) -> tuple[str, ...]:
    """The shipped policies of a surface, the clean ones and the one of the goldens."""
    paths = [*(ROOT / "policies").glob("*/*.eco"), *(ROOT / "tests" / "clean_policies").glob("*.eco")]
    texts = [path.read_text(encoding="utf-8") for path in sorted(paths)]
    texts = [text for text in texts if ("《" in text.partition("\n\n")[0]) == (lang == "zh")]
    return (*texts, BASE[lang][POLICY[lang]])  # type: ignore[index]


@cache
def words(lang: str) -> tuple[str, ...]:
    """The language's keywords."""
    surface = CHINESE if lang == "zh" else ENGLISH
    return tuple(sorted({spelling for spellings in surface.words.values() for spelling in spellings}))


def mutated(text: str, rng: random.Random, pool: Sequence[str], others: Sequence[str] = ()) -> str:
    """The text with a few tokens deleted, doubled, swapped or replaced, or with a piece of another text put in."""
    tokens = _TOKEN.findall(text)
    for _ in range(rng.choice((1, 1, 1, 1, 1, 2, 3, 8))):
        if not tokens:
            break
        at = rng.randrange(len(tokens))
        match rng.randrange(7):
            case 0:
                del tokens[at : at + rng.randint(1, 3)]
            case 1:
                tokens.insert(at, tokens[rng.randrange(len(tokens))])
            case 2:
                other = rng.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 3:
                tokens[at] = rng.choice(pool)
            case 4:
                tokens.insert(at, rng.choice(_ODD))
            case 5 if others:
                piece = _TOKEN.findall(rng.choice(others))
                start = rng.randrange(max(1, len(piece)))
                tokens[at:at] = piece[start : start + rng.randint(1, _SMALL)]
            case _:
                tokens[at:at] = tokens[at : at + rng.randint(2, _SMALL)]
    return "".join(tokens)


def some_policy(lang: str, rng: random.Random) -> str:
    """A policy of which something is changed, or now and then text of keywords and marks alone."""
    if rng.random() < 0.1:
        return "".join(rng.choice((*words(lang), *_ODD, " ", "\n")) for _ in range(rng.randint(1, 200)))
    texts = policies(lang)
    # The small ones mostly: they are gone through in a moment.
    return changed_policy(min(rng.choice(texts), rng.choice(texts), key=len), lang, rng)


def changed_policy(text: str, lang: str, rng: random.Random) -> str:
    """A policy of which something is changed."""
    return mutated(text, rng, words(lang), policies(lang))


_NOTICE = '{"案件": "1号", "事件": "送达通知", "日期": "2026-03-03", "at": "10:30", "当事人": "甲公司", "会议日期": '
JSON_CASES = [
    '{"案件": "1号", "当事人": {"申请人": ["甲公司", "乙公司"]}, "事实": {"案情复杂": true}}',
    '{"案件": "1号", "事件": "提出申请", "日期": "2026-03-02", "当事人": ["甲公司", "乙公司"], "方式": "当面"}',
    _NOTICE + '"2026-03-20", "documents": {"通知书": "齐全"}}',
    '{"案件": "1号", "事件": "答复", "日期": "2026-03-09", "当事人": "甲公司", "同意": true, "received": "2026-03-10"}',
    '{"案件": "1号", "日期": "2026-03-10", "事实": {"涉及部门数": 3}}',
    '{"案件": "2号", "立案日期": "2026-03-01", "events": [{"event": "撤回申请", "on": "2026-03-05", "依据": "七条"}]}',
]  # fmt: skip
CSV_CASES = (
    "案件,事件,日期,申请人,方式,会议日期,同意,通知书\n"
    "1号,提出申请,2026-03-02,甲公司,当面,,,\n"
    '1号,送达通知,2026年3月3日,甲公司,,2026-03-20,,"缺少（一）；签字：机关"\n'
    "1号,答复,2026-03-09,甲公司,,,是,\n"
)


_CASE_WORDS = [
    *("null", "true", "[]", "{}", '"', ",", "1e400", "-0"),
    *("0001-01-01", "9999-12-31", "25:00", "\\u0000", "乙"),
]


def some_cases(rng: random.Random) -> tuple[str, bytes]:
    """A file of cases and its name."""
    form = rng.choice(("lines", "json", "csv"))
    if form == "csv":
        text, name = changed_cases(CSV_CASES, rng), "cases.csv"
    elif form == "lines":
        lines = rng.sample(JSON_CASES, rng.randint(1, 6))
        text, name = "\n".join(changed_cases(line, rng) for line in lines), "cases.jsonl"
    else:
        text, name = changed_cases("[" + ",".join(JSON_CASES[1:]) + "]", rng), "cases.json"
    encoding = rng.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "gbk", "utf-16"))
    data = bytearray(text.encode(encoding, "replace"))
    if data and rng.random() < 0.2:
        data[rng.randrange(len(data))] = rng.randrange(256)
    return name, bytes(data)


def changed_cases(text: str, rng: random.Random) -> str:
    """A file of cases in which something is changed."""
    return mutated(text, rng, _CASE_WORDS)


def changed_artifact(artifact: str, rng: random.Random) -> bytes:
    """An artifact in which something is changed, in its text or in one of its values."""
    if rng.random() < 0.4:
        try:
            data = json.loads(artifact)
        except (ValueError, RecursionError):
            data = None
        if isinstance(data, dict | list):
            for _ in range(rng.randint(1, 3)):
                _change(data, rng)
            return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    start = rng.randrange(len(artifact) + 1)
    piece = mutated(artifact[start : start + 400], rng, ["null", "[]", "{}", "-1", '""', "1e999"])
    return (artifact[:start] + piece + artifact[start + 400 :]).encode("utf-8", "replace")


def _change(data: object, rng: random.Random) -> None:
    here = data
    while isinstance(here, dict | list) and here:
        key = rng.choice(list(here)) if isinstance(here, dict) else rng.randrange(len(here))
        inner = here[key]  # type: ignore[index]
        if not isinstance(inner, dict | list) or not inner or rng.random() < 0.2:
            here[key] = rng.choice([None, 0, -1, "", "…", [], {}, True, 10**30, [[[]]]])  # type: ignore[index]
            return
        here = inner


CORPUS = Path(__file__).parent / "corpus"
