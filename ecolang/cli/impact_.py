"""`eco impact OLD NEW [CASES…]`: what an amendment, or another reading, does to cases, by change, with a memo."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecolang.cli.common import (
    FINE,
    UNREADABLE,
    Failure,
    Lang,
    calendars_option,
    lang_option,
    language,
    load_program,
    parse_day,
    say,
    say_error,
    show_diagnostics,
    write_bytes,
    write_text,
)
from ecolang.cli.progress import Progress

if TYPE_CHECKING:
    from ecolang.program import Program
    from ecolang_runtime.case import CaseData
    from ecolang_runtime.impact import Cause, Impact
    from ecolang_runtime.impact.places import Places
    from ecolang_runtime.impact.words import Telling

FORMATS = ("text", "json", "md", "html", "xlsx")
_ENDINGS = {"txt": "text", "json": "json", "md": "md", "markdown": "md", "html": "html", "htm": "html", "xlsx": "xlsx"}


@click.command("impact")
@click.argument("policies", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--readings", is_flag=True, help="只有一份政策：比较各种理解 one policy: what turns on which reading")
@click.option("-n", "number", type=click.IntRange(1, 10_000_000), default=10_000, help="生成多少件 cases to make")
@click.option("--seed", type=int, default=0, help="同一个数得出同样的案件 the same number gives the same cases")
@click.option(
    "--violations", type=click.FloatRange(0, 1), default=0.3, help="有违反的份额 share of cases that break a rule"
)
@click.option("--as-of", "as_of", metavar="DATE", help="截至哪一天（缺省：末事件及其后各界限） as of this day")
@click.option("--examples", type=click.IntRange(0, 1000), default=12, help="举几个例子 how many examples")
@click.option(
    "--transition", is_flag=True, help="按过渡条款确定每一案件适用的版本 each case by the version that it would follow"
)
@click.option("--all", "everything", is_flag=True, help="没有影响的修改、各种影响逐一列出 list what is only counted")
@click.option("--jobs", type=click.IntRange(1, 64), help="用几个进程 processes (default: one for each core)")
@click.option("--format", "form", type=click.Choice(FORMATS), help="输出格式 output format")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到此文件 write to this file")
@calendars_option
@lang_option
def command(
    policies: tuple[Path, ...],
    readings: bool,
    number: int,
    seed: int,
    violations: float,
    as_of: str | None,
    examples: int,
    transition: bool,
    everything: bool,
    jobs: int | None,
    form: str | None,
    output: Path | None,
    calendar_dirs: tuple[Path, ...],
    lang: str | None,
) -> int:
    from ecolang_runtime.impact import Source

    chosen = language(lang)
    kind = form or _kind(output, chosen)
    if kind == "xlsx" and output is None:
        raise Failure(say(chosen, "xlsx 要用 -o 写到文件。", "xlsx needs -o FILE."))
    policies = _of_folder(policies)
    if not readings and len(policies) < 2:
        raise Failure(
            say(chosen, "要两份政策：原来的、新的。", "two policies are needed: the old one and the new one.")
        )
    day = None if as_of is None else parse_day(as_of, chosen)
    paths, files = policies[: 1 if readings else 2], policies[1 if readings else 2 :]
    programs = [load_program(path, chosen, calendar_dirs, tested=False) for path in paths]
    cases = _Cases(programs[0], files, chosen)
    source = Source(cases=cases) if files else Source(number, seed, violations)
    work = _Work(chosen, source, day, jobs or os.cpu_count() or 1, examples, cases, transition)
    if readings:
        from ecolang.cli.impact_readings import tell_readings

        return tell_readings(programs[0], work, kind, output) or cases.status()
    impact, telling = work.amendment(*programs)
    _give(impact, telling, programs[1], kind, output, chosen, everything)
    return cases.status()


def _of_folder(policies: tuple[Path, ...]) -> tuple[Path, ...]:
    """FOLDER OLD NEW as FOLDER@OLD FOLDER@NEW, where the folder has versions of these names."""
    if len(policies) < 3 or not policies[0].is_dir():
        return policies
    folder, *names = policies[:3]
    if not all((folder / f"{name}.eco").is_file() for name in names):
        return policies
    return (*(folder.with_name(f"{folder.name}@{name}") for name in names), *policies[3:])


class _Cases:
    """The cases of some files; those that cannot be read are told and counted. May be gone through several times."""

    def __init__(self, program: Program, files: tuple[Path, ...], lang: Lang) -> None:
        self.program, self.files, self.lang = program, files, lang
        self.bad = 0
        self.told = False

    def __iter__(self) -> Iterator[CaseData]:
        from ecolang_runtime.read import Names, iter_cases

        names = Names(self.program)
        for file in self.files:
            for read in iter_cases(file, names):
                if read.problems and not self.told:
                    show_diagnostics(read.problems, {}, self.lang)
                if read.data is not None:
                    yield read.data
                elif read.problems and not self.told:
                    self.bad += 1
        self.told = True

    def status(self) -> int:
        """1 where a case could not be read."""
        return UNREADABLE if self.bad else FINE


class _Work:
    """Compares, telling how far it has come."""

    def __init__(
        self,
        lang: Lang,
        source: Any,
        day: int | None,
        jobs: int,
        examples: int,
        cases: _Cases,
        transition: bool = False,
    ) -> None:
        self.lang, self.source, self.day, self.jobs = lang, source, day, jobs
        self.examples, self.cases, self.transition = examples, cases, transition

    def amendment(self, old: Program, new: Program) -> tuple[Impact, Telling]:
        """The impact of a new version."""
        from ecolang_compiler.diff import difference
        from ecolang_runtime.impact.transition import Transition

        if self.transition and not Transition(old, new).ready:
            raise Failure(
                say(
                    self.lang,
                    "新版要写明“施行：”的日子，而且晚于旧版的，才能按过渡条款确定版本。",
                    "The new version must state “in force:” a day, later than the old one's, to choose by.",
                )
            )
        found = difference(old, new)
        return self.impact(old, new, causes_of(found), places_of(found))

    def impact(
        self, old: Program, new: Program, causes: tuple[Cause, ...], places: Places | None = None, label: str = ""
    ) -> tuple[Impact, Telling]:
        """The impact of a new version whose changes are known."""
        from ecolang_runtime.impact import Task, gather, run_impact
        from ecolang_runtime.impact.places import Places
        from ecolang_runtime.impact.pool import Worker, again
        from ecolang_runtime.impact.words import Telling
        from ecolang_runtime.judge import CalendarRows

        task = Task(old, new, causes, places or Places(), self.day, self.source, self.transition)
        progress = Progress(lambda n: say(self.lang, f"{label}已判断 {n} 件……", f"{label}{n} case(s) …"))
        try:
            worker = Worker(task)
        except CalendarRows as damaged:
            raise Failure(str(damaged)) from None
        total, results, followed = run_impact(task, self.jobs, progress.reach, worker)
        progress.clear()
        impact = gather(
            total,
            results,
            causes,
            worker.comparer,
            lambda result: again(result, worker),
            self.examples,
            self.cases.bad,
            followed,
        )
        return impact, Telling(old, new, self.lang)


def causes_of(found: Any) -> tuple[Cause, ...]:
    """The changes of a difference as causes of effects; a change of the text alone makes none."""
    from ecolang.diagnostics import Local
    from ecolang_compiler.diff import render
    from ecolang_runtime.impact import Cause

    return tuple(
        Cause(
            Local(render.sentence(change, "zh"), render.sentence(change, "en")),
            change.kind,
            change.old_place,
            change.new_place,
            change.old_ids,
            change.new_ids,
            tuple(detail.code for detail in change.details) if change.kind == "setting" else (),
            change.affects,
        )
        for change in found.changes
        if change.kind not in ("reading", "guarantee", "clause")
    )


def places_of(found: Any) -> Places:
    """Where the clauses of the old version are in the new one."""
    from ecolang_runtime.impact.places import Places

    pairs = [(rule.old_place, rule.new_place) for rule in found.rules if rule.old_place and rule.new_place]
    return Places(pairs)


def _kind(output: Path | None, lang: Lang) -> str:
    if output is None:
        return "text"
    ending = output.suffix.lstrip(".").lower()
    if ending not in _ENDINGS:
        raise Failure(
            say(
                lang,
                f"不认识格式“{ending}”，可以用{'、'.join(_ENDINGS)}。",
                f"unknown format “{ending}”; there are {', '.join(_ENDINGS)}.",
            )
        )
    return _ENDINGS[ending]


def _give(
    impact: Impact, telling: Telling, new: Program, kind: str, output: Path | None, lang: Lang, everything: bool
) -> None:
    from ecolang.cli.case_block import block_writer

    block = block_writer(new, lang)
    if kind == "xlsx" and output is not None:
        from ecolang_runtime.impact.workbook import NoExcel, workbook

        try:
            write_bytes(output, workbook(impact, telling, block), lang)
        except NoExcel:
            raise Failure(
                say(
                    lang,
                    "写 xlsx 需要：pip install 'ecolang[xlsx]'",
                    "xlsx needs: pip install 'ecolang[xlsx]'",
                )
            ) from None
    else:
        text = _written(impact, telling, kind, block, everything)
        if output is None:
            click.echo(text, nl=False)
            return
        write_text(output, text, lang)
    for line in telling.summary(impact):
        say_error(line)
    click.echo(say(lang, f"已写出：{output}", f"written: {output}"))


def _written(impact: Impact, telling: Telling, kind: str, block: Any, everything: bool) -> str:
    from ecolang_runtime.impact import memo

    if kind == "json":
        return json.dumps(memo.json_value(impact, telling, block), ensure_ascii=False, indent=2) + "\n"
    if kind == "html":
        from ecolang_runtime.impact.page import html

        return html(impact, telling, block, everything)
    return (memo.markdown if kind == "md" else memo.text)(impact, telling, block, everything)
