"""`eco times POLICY`: the shortest and longest way to each outcome, each stage and each period, in days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from ecolang.cli.common import (
    Failure,
    Lang,
    calendars_option,
    format_option,
    issued_days,
    lang_option,
    language,
    load,
    parse_day,
    policy_argument,
    print_json,
    say,
    tell,
)

_YEARS = (1, 9998)


@click.command("times")
@policy_argument
@click.option("--year", type=int, metavar="YYYY", help="在这一年里开始的案件 cases that begin in this year")
@click.option(
    "--as-of",
    "as_of",
    metavar="DATE",
    help="此日起一年内开始的案件（默认今天起） that begin in the year from this day on",
)
@click.option("--stages", is_flag=True, help="也算到各阶段最短几日 the shortest way to each stage too")
@format_option
@calendars_option
@lang_option
def command(
    policy: Path,
    year: int | None,
    as_of: str | None,
    stages: bool,
    form: str,
    calendar_dirs: tuple[Path, ...],
    lang: str | None,
) -> int:
    chosen = language(lang)
    first, last = span(year, as_of, chosen)
    issued_days(chosen)
    versions = load(policy, chosen, calendar_dirs).versions
    from ecolang_compiler.times.table import times

    found = times(((row.name, row.program) for row in versions.rows), first, last, stages=stages)
    if form == "json":
        print_json(found)
    else:
        tell(times_text(found, chosen))
    return 0


def span(year: int | None, as_of: str | None, lang: Lang) -> tuple[int, int]:
    """The first and the last day on which the cases begin."""
    if year is None:
        first = parse_day(as_of, lang)
        return first, first + 364
    if not _YEARS[0] <= year <= _YEARS[1]:
        raise Failure(say(lang, f"“{year}”不是年份，请写成 2026。", f"“{year}” is no year; write 2026."))
    return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()


def times_text(found: dict[str, Any], lang: Lang) -> str:
    """The tables for people."""
    lines = [
        say(
            lang,
            f"{found['from']}至{found['to']}开始的案件；第0日是开始之日。",
            f"cases that begin from {found['from']} to {found['to']}; day 0 is the day they begin.",
        )
    ]
    for version in found["versions"]:
        if len(found["versions"]) > 1:
            lines += ["", say(lang, f"■ 版本 {version['version']}", f"■ version {version['version']}")]
        lines += ["", say(lang, "各结局", "Outcomes")]
        for row in version["outcomes"]:
            lines += _outcome(row, lang)
        lines += ["", say(lang, "各阶段至多停留", "The longest stay in each stage")]
        lines += [line for row in version["stages"] if row["reached"] for line in _stage(row, lang)]
        if version["periods"]:
            lines += ["", say(lang, "各期间", "Periods")]
            lines += [_period(row, lang) for row in version["periods"]]
    return "\n".join(lines)


def _outcome(row: dict[str, Any], lang: Lang) -> list[str]:
    return [f"  {row['outcome']}", *_shortest(row["shortest"], lang), *_longest(row["longest"], lang)]


def _shortest(way: dict[str, Any] | None, lang: Lang, indent: str = "    ") -> list[str]:
    if way is None:
        return [indent + say(lang, "最短：到不了，或者没有算完", "shortest: there is no way, or it was not settled")]
    words = say(lang, f"最短：{_days(way, lang)}", f"shortest: {_days(way, lang)}")
    if way["breach"]:
        words += say(lang, "（只有违反规则的案件才到得了）", " (only a case that breaks a rule gets there)")
    lines = [indent + words + _worst(way, lang)]
    for step in way["steps"]:
        what = step["event"] or say(lang, f"届满：{step['lapse']}", f"lapse: {step['lapse']}")
        moved = f" → {step['to']}" if step["to"] != step["from"] else ""
        lines.append(f"{indent}  {_day(step['day'], lang)}  {what}{moved}{_cited(step['cite'], lang)}")
    return lines


def _longest(row: dict[str, Any] | None, lang: Lang) -> list[str]:
    if row is None:
        return ["    " + say(lang, "最长：没有路到这里", "longest: no way leads here")]
    if row["bounded"]:
        lines = ["    " + say(lang, f"最长：{_days(row, lang)}", f"longest: {_days(row, lang)}") + _worst(row, lang)]
    else:
        if row["open"]:
            joined = ("、" if lang == "zh" else ", ").join(row["open"])
            why = say(lang, f"在{joined}没有一定在走的期限", f"no clock is sure to run in {joined}")
        else:
            why = say(lang, "可以一直循环", "a case can go round for ever")
        lines = [
            "    " + say(lang, f"最长：没有上限（{why}）", f"longest: no upper bound ({why})"),
            "      "
            + say(lang, f"有期限的部分合计：{_days(row, lang)}", f"the stays with a clock together: {_days(row, lang)}")
            + _worst(row, lang),
        ]
    for stay in row["stays"]:
        span_ = say(lang, f"第{stay['from']}至{stay['to']}日", f"day {stay['from']} to {stay['to']}")
        clock = say(lang, "没有期限", "no clock") if stay["clock"] is None else _ref(stay["clock"], lang)
        lines.append(f"      {span_}  {stay['stage']}{say(lang, '（', ' (')}{clock}{say(lang, '）', ')')}")
    return lines


def _stage(row: dict[str, Any], lang: Lang) -> list[str]:
    way = row.get("shortest")
    ahead = [] if way is None else _shortest(way, lang)
    if row["stay"] is None:
        return [f"  {row['stage']}  {say(lang, '没有一定在走的期限', 'no clock is sure to run')}", *ahead]
    clocks = ("、" if lang == "zh" else ", ").join(_ref(each, lang) for each in row["clocks"])
    cited = say(lang, f"（{clocks}）", f" ({clocks})")
    return [f"  {row['stage']}  {_days(row['stay'], lang)}{cited}{_worst(row['stay'], lang)}", *ahead]


def _period(row: dict[str, Any], lang: Lang) -> str:
    from ecolang_compiler.resolve.words import amount_words

    amount = amount_words(row["number"], row["unit"]).say(lang)
    if row["kind"] == "before":
        amount = say(lang, f"{amount}前", f"{amount} before")
    return f"  {row['what']}  {amount}{_cited(row['cite'], lang)}  {_days(row, lang)}{_worst(row, lang)}"


def _days(row: dict[str, Any], lang: Lang) -> str:
    fewest, most = row["fewest"], row["most"]
    if fewest == most:
        return say(lang, f"{most}日", f"{most} day{'' if most == 1 else 's'}")
    return say(lang, f"{fewest}至{most}日", f"{fewest} to {most} days")


def _worst(row: dict[str, Any], lang: Lang) -> str:
    if row["fewest"] == row["most"]:
        return ""
    names = ("、" if lang == "zh" else ", ").join(each[lang] for each in row.get("holidays", ()))
    told = [names] if names else []
    if row.get("provisional"):
        told.append(say(lang, "日历没有公布，暂定", "calendar not published, provisional"))
    why = say(lang, f"（{'；'.join(told)}）", f" ({'; '.join(told)})") if told else ""
    if row.get("kind") == "before":
        return say(lang, f"，最坏是在{row['worst_start']}之前{why}", f", worst before {row['worst_start']}{why}")
    return say(lang, f"，最坏自{row['worst_start']}起{why}", f", worst from {row['worst_start']}{why}")


def _day(number: int, lang: Lang) -> str:
    return say(lang, f"第{number}日", f"day {number}")


def _cited(cite: str, lang: Lang) -> str:
    return say(lang, f"（{_ref(cite, lang)}）", f" ({_ref(cite, lang)})") if cite else ""


def _ref(cite: str, lang: Lang) -> str:
    from ecolang.source_text import localise_refs

    return localise_refs(cite, lang)
