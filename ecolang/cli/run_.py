"""`eco run POLICY CASES…`: judges cases; a case that breaks the rules is a result, one that can't be read is not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecolang.cli.common import (
    ARROW_ENDINGS,
    FAILED,
    FINE,
    UNREADABLE,
    Failure,
    Lang,
    calendars_option,
    cannot_write,
    json_text,
    lang_option,
    language,
    load,
    parse_day,
    policy_argument,
    say,
    say_error,
    show_diagnostics,
)
from ecolang.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecolang.versions import Versions
    from ecolang_runtime.policy import Policy
    from ecolang_runtime.read import ReadCase
    from ecolang_runtime.verdict import Verdict

_DEGREES = ("violation", "caution", "note")


@click.command("run")
@policy_argument
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--as-of", "as_of", metavar="DATE", help="截至哪一天（缺省：今天） as of this day (default: today)")
@click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="理解=另一理解",
    help="改取另一理解 take another reading: NAME=ALTERNATIVE",
)
@click.option("--readings/--no-readings", "try_readings", default=True, help="是否比较各种理解 compare the readings")
@click.option(
    "--fail-on", type=click.Choice(_DEGREES), help="有此种问题即以 3 退出 exit with 3 if there is such a finding"
)
@click.option("--full", is_flag=True, help="全部内容 everything")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text，或每案一行的 JSON; json: a line a case",
)
@click.option(
    "--engine",
    type=click.Choice(["columnar"]),
    help="成批判断，读写 Parquet、Arrow judge in batches, Parquet or Arrow in and out",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到此文件 write to this file")
@calendars_option
@lang_option
def command(
    policy: Path,
    cases: tuple[Path, ...],
    as_of: str | None,
    readings: tuple[str, ...],
    try_readings: bool,
    fail_on: str | None,
    full: bool,
    form: str,
    engine: str | None,
    output: Path | None,
    calendar_dirs: tuple[Path, ...],
    lang: str | None,
) -> int:
    from ecolang.errors import EcoError

    chosen = language(lang)
    day = parse_day(as_of, chosen)
    judge = _policy(load(policy, chosen, calendar_dirs).versions, policy, readings, chosen)
    if engine == "columnar" or (output is not None and output.suffix.lower() in ARROW_ENDINGS):
        from ecolang.cli.run_columnar import run

        return run(judge, cases, day, output, fail_on, chosen, readings=try_readings)
    printer = _Printer(judge, chosen, form, full, output)
    progress = Progress(
        lambda n: say(chosen, f"已看过 {n} 件……", f"{n} case(s) …"), quiet=output is None and sys.stdout.isatty()
    )
    judged = bad = failing = 0
    try:
        for read in _read(judge, cases, day):
            notes = (*read.problems, *read.notes)
            if notes:
                progress.clear()
                show_diagnostics(notes, {}, chosen)
            if read.data is None:
                bad += 1 if read.id is not None or read.problems else 0
                continue
            try:
                verdict = judge.judge(read.data, day, try_readings=try_readings)
            except EcoError as error:
                progress.clear()
                show_diagnostics(error.diagnostics, {}, chosen)
                bad += 1
                continue
            judged += 1
            failing += fail_on is not None and _breaks(verdict, fail_on)
            printer.show(verdict)
            progress.step()
    finally:
        progress.clear()
        printer.close()
    if judged + bad != 1 or bad:
        say_error(
            say(
                chosen,
                f"共 {judged + bad} 件：已判断 {judged} 件，读不了 {bad} 件。",
                f"{judged + bad} case(s): {judged} judged, {bad} unreadable.",
            )
        )
    if bad:
        return UNREADABLE
    return FAILED if failing else FINE


def _policy(versions: Versions, path: Path, readings: tuple[str, ...], lang: Lang) -> Policy:
    from ecolang.errors import EcoError
    from ecolang_runtime.policy import Policy

    choices = []
    for each in readings:
        name, mark, alternative = each.replace("＝", "=").partition("=")
        if not mark:
            raise Failure(say(lang, f"“{each}”应当写成：理解=另一理解。", f"“{each}” must be NAME=ALTERNATIVE."))
        choices.append((name.strip(), alternative.strip()))
    try:
        return Policy(versions, path, tuple(choices))
    except EcoError as error:
        raise Failure(error.say(lang)) from None


def _read(policy: Policy, files: tuple[Path, ...], day: int) -> Iterator[ReadCase]:
    from ecolang_runtime.read import Source, iter_cases

    for file in files:
        piped = str(file) == "-"
        source = Source("-", None, sys.stdin.buffer.read()) if piped else Source(str(file), file)
        yield from iter_cases(source, policy.names, as_of=day)


def _breaks(verdict: Verdict, fail_on: str) -> bool:
    worst = _DEGREES[: _DEGREES.index(fail_on) + 1]
    return any(finding.degree in worst for finding in verdict.findings)


class _Printer:
    """Writes each verdict as it comes, so that a long run shows its results and keeps none."""

    def __init__(self, policy: Policy, lang: Lang, form: str, full: bool, output: Path | None) -> None:
        self.policy, self.lang, self.form, self.full = policy, lang, form, full
        self.first = True
        self.file: Any = None
        if output is not None:
            try:
                output.parent.mkdir(parents=True, exist_ok=True)
                self.file = output.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
            except OSError as error:
                raise cannot_write(output, error, lang) from None

    def show(self, verdict: Verdict) -> None:
        if self.form == "json":
            text = json_text(self.policy.to_json(verdict, self.lang)) + "\n"
        else:
            text = ("" if self.first else "\n") + self.policy.text(verdict, self.lang, full=self.full)
        self.first = False
        click.echo(text, nl=False, file=self.file)

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
