"""`eco impact POLICY --readings`: which verdicts turn on which reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecolang.cli.common import FINE, Failure, Lang, say, write_text

if TYPE_CHECKING:
    from ecolang.program import Program
    from ecolang.readings import Choice
    from ecolang_runtime.impact import Impact
    from ecolang_runtime.impact.words import Telling

_Told = list[tuple["Choice", "Impact", "Telling"]]


def tell_readings(program: Program, work: Any, kind: str, output: Path | None) -> int:
    """Compares the policy with each alternative of each reading alone, and tells what turns on it."""
    from ecolang.diagnostics import Local
    from ecolang.program import Program as Compiled
    from ecolang.readings import choices_of, with_readings
    from ecolang_runtime.impact import Cause

    lang: Lang = work.lang
    if kind not in ("text", "json", "md"):
        raise Failure(say(lang, "各种理解只能写成 text、json、md。", "readings are told as text, json or md."))
    choices = choices_of(program)
    if not choices:
        raise Failure(say(lang, "这份政策没有写另一种理解。", "this policy has no other readings."))
    told: _Told = []
    for reading, alternative in choices:
        other = with_readings(program, ((reading, alternative),))
        if isinstance(other, Compiled):
            name = f"{reading}：{alternative}" if lang == "zh" else f"{reading}: {alternative}"
            cause = Cause(Local(name, name), "reading")
            told.append(((reading, alternative), *work.impact(program, other, (cause,), label=f"【{name}】")))
    text = _json(told, lang) if kind == "json" else "\n".join(_lines(told, lang, kind == "md")) + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text, lang)
        click.echo(say(lang, f"已写出：{output}", f"written: {output}"))
    return FINE


def _lines(told: _Told, lang: Lang, markdown: bool) -> list[str]:
    total = told[0][1].total
    lines = [say(lang, f"共{total}件案件，逐一改取另一种理解：", f"{total} cases, under each other reading alone:"), ""]
    if markdown:
        lines += [
            say(
                lang, "| 理解 | 另一种理解 | 有不同 | 阶段或者问题不同 |", "| reading | other reading | differ | flip |"
            ),
            "| --- | --- | ---: | ---: |",
        ]
    for (reading, alternative), impact, telling in told:
        counts = (impact.differing, impact.flipped)
        if markdown:
            lines.append(f"| {reading} | {alternative} | {counts[0]} | {counts[1]} |")
            continue
        lines.append(
            say(
                lang,
                f"【{reading}】{alternative}：{counts[0]}件有不同，其中{counts[1]}件的阶段或者问题不同",
                f"[{reading}] {alternative}: {counts[0]} differ, {counts[1]} of them in stage or findings",
            )
        )
        lines += [f"  {group.cases}  {telling.group(group)}" for group in impact.groups[:6]]
        if len(impact.groups) > 6:
            rest = len(impact.groups) - 6
            lines.append(say(lang, f"  ……另有{rest}种影响", f"  … {rest} more kinds of effects"))
    return lines


def _json(told: _Told, lang: Lang) -> str:
    from ecolang_runtime.impact import memo

    rows = [
        {"reading": choice[0], "alternative": choice[1], **memo.json_value(impact, telling, lambda _: None)}
        for choice, impact, telling in told
    ]
    return json.dumps({"readings": rows}, ensure_ascii=False, indent=2) + "\n"
