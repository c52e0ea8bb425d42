"""`eco test POLICY`: runs the case tests and says what no case exercises."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from ecolang.cli.common import (
    FAILED,
    FINE,
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


@click.command("test")
@policy_argument
@click.option(
    "-k", "only", metavar="TEXT", help="只运行标题含此字样的案例 only the case tests whose title has this text"
)
@calendars_option
@format_option
@lang_option
def command(policy: Path, only: str | None, calendar_dirs: tuple[Path, ...], form: str, lang: str | None) -> int:
    from ecolang_runtime.casetest import exercised, exercised_text, outcome_text, report_json, run_tests, summary_text

    chosen = language(lang)
    loaded = load(policy, chosen, calendar_dirs)
    program = loaded.program
    if only is not None:
        program = replace(program, tests=tuple(test for test in program.tests if only in test.id))
    outcomes = []
    progress = Progress(lambda n: say(chosen, f"案例 {n}/{len(program.tests)}", f"case tests {n}/{len(program.tests)}"))
    for outcome in run_tests(program):
        outcomes.append(outcome)
        progress.step()
    progress.clear()
    found = exercised(program, (trace for outcome in outcomes for trace in outcome.traces))
    if form == "json":
        print_json(report_json(outcomes, found, chosen))
    else:
        for outcome in outcomes:
            if not outcome.passed:
                click.echo(outcome_text(outcome, program, chosen))
        click.echo(summary_text(outcomes, program, chosen), nl=False)
        if only is None and program.tests:
            click.echo(exercised_text(found, program, chosen), nl=False)
    # A test that cannot be read has not passed.
    show_diagnostics(loaded.lost, loaded.sources, chosen)
    if not all(outcome.passed for outcome in outcomes):
        return FAILED
    return status_of(loaded.lost) if loaded.lost else FINE
