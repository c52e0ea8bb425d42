"""`eco test POLICY`: runs the case tests and says what no case exercises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecolang.cli.common import (
    FAILED,
    FINE,
    Lang,
    calendars_option,
    format_option,
    lang_option,
    language,
    load,
    policy_argument,
    print_json,
    say,
    show_diagnostics,
    status_of,
)
from ecolang.cli.progress import Progress
from ecolang.rows import replace

if TYPE_CHECKING:
    from ecolang.program import Program
    from ecolang_runtime.casetest import Outcome


@click.command("test")
@policy_argument
@click.option(
    "-k", "only", metavar="TEXT", help="只运行标题含此字样的案例 only the case tests whose title has this text"
)
@calendars_option
@format_option
@lang_option
def command(policy: Path, only: str | None, calendar_dirs: tuple[Path, ...], form: str, lang: str | None) -> int:
    from ecolang_runtime.casetest import exercised, report_json

    chosen = language(lang)
    loaded = load(policy, chosen, calendar_dirs)
    programs = {row.name: row.program for row in loaded.versions.rows}
    if only is not None:
        programs = {
            name: replace(each, tests=tuple(test for test in each.tests if only in test.id))
            for name, each in programs.items()
        }
    outcomes = {name: _run(program, chosen) for name, program in programs.items()}
    if form == "json":
        reports = {
            name: report_json(each, exercised(programs[name], (trace for row in each for trace in row.traces)), chosen)
            for name, each in outcomes.items()
        }
        several = {
            "passed": sum(each["passed"] for each in reports.values()),
            "failed": sum(each["failed"] for each in reports.values()),
            "tests": [{"version": name, **row} for name, each in reports.items() for row in each["tests"]],
            "versions": reports,
        }
        print_json(several if loaded.versions.several else next(iter(reports.values())))
    else:
        for name, program in programs.items():
            if loaded.versions.several:
                click.echo(say(chosen, f"■ 版本 {name}", f"■ version {name}"))
            _tell(outcomes[name], program, chosen, untouched=only is None)
    # A test that cannot be read has not passed.
    show_diagnostics(loaded.lost, loaded.sources, chosen)
    if not all(outcome.passed for each in outcomes.values() for outcome in each):
        return FAILED
    return status_of(loaded.lost) if loaded.lost else FINE


def _run(program: Program, lang: Lang) -> list[Outcome]:
    from ecolang_runtime.casetest import run_tests

    outcomes = []
    progress = Progress(lambda n: say(lang, f"案例 {n}/{len(program.tests)}", f"case tests {n}/{len(program.tests)}"))
    for outcome in run_tests(program):
        outcomes.append(outcome)
        progress.step()
    progress.clear()
    return outcomes


def _tell(outcomes: list[Outcome], program: Program, lang: Lang, *, untouched: bool) -> None:
    """What failed, the sum, and what no case exercises."""
    from ecolang_runtime.casetest import exercised, exercised_text, outcome_text, summary_text

    for outcome in outcomes:
        if not outcome.passed:
            click.echo(outcome_text(outcome, program, lang))
    click.echo(summary_text(outcomes, program, lang), nl=False)
    if untouched and program.tests:
        found = exercised(program, (trace for outcome in outcomes for trace in outcome.traces))
        click.echo(exercised_text(found, program, lang), nl=False)
