"""`eco generate POLICY -n N`: cases made from the graph of a policy, as JSON Lines, Parquet or Arrow."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from ecolang.cli.common import (
    ARROW_ENDINGS,
    FINE,
    Failure,
    Lang,
    calendars_option,
    cannot_write,
    lang_option,
    language,
    load_program,
    policy_argument,
    say,
)
from ecolang.cli.progress import Progress

if TYPE_CHECKING:
    from ecolang.program import Program
    from ecolang_runtime.generate import Generator


@click.command("generate")
@policy_argument
@click.option("-n", "number", type=click.IntRange(1, 10_000_000), default=100, help="多少件 how many cases")
@click.option("--seed", type=int, default=0, help="同一个数得出同样的案件 the same number gives the same cases")
@click.option(
    "--violations",
    type=click.FloatRange(0, 1),
    default=0.3,
    help="有违反的案件所占的份额 the share of cases that break a rule",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到此文件 write to this file")
@calendars_option
@lang_option
def command(
    policy: Path,
    number: int,
    seed: int,
    violations: float,
    output: Path | None,
    calendar_dirs: tuple[Path, ...],
    lang: str | None,
) -> int:
    from ecolang_runtime.generate import Generator, case_lines
    from ecolang_runtime.judge import CalendarRows, Judge

    chosen = language(lang)
    program = load_program(policy, chosen, calendar_dirs, tested=False)
    try:
        maker = Generator(Judge(program).rules, seed, violations)
    except CalendarRows as damaged:
        raise Failure(str(damaged)) from None
    if output is not None and output.suffix.lower() in ARROW_ENDINGS:
        return _columns(program, maker, number, output, chosen)
    progress = Progress(
        lambda n: say(chosen, f"已生成 {n}/{number} 件……", f"{n} of {number} case(s) …"),
        quiet=output is None and sys.stdout.isatty(),
    )
    try:
        file = None if output is None else _opened(output)
        try:
            for place in range(number):
                for line in case_lines(maker.case(place)):
                    click.echo(line, file=file)
                progress.step()
        finally:
            progress.clear()
            if file is not None:
                file.close()
    except OSError as error:
        if output is None:
            raise
        raise cannot_write(output, error, chosen) from None
    if output is not None:
        click.echo(say(chosen, f"已生成 {number} 件：{output}", f"{number} case(s) written: {output}"))
    return FINE


def _columns(program: Program, maker: Generator, number: int, output: Path, lang: Lang) -> int:
    """Writes Parquet or Arrow, one row an event."""
    from ecolang.cli.run_columnar import lacking
    from ecolang_runtime.columnar import Lacking, write_cases

    try:
        write_cases(program, (maker.case(place) for place in range(number)), output)
    except Lacking as missing:
        raise lacking(missing, lang) from None
    except OSError as error:
        raise cannot_write(output, error, lang) from None
    click.echo(say(lang, f"已生成 {number} 件：{output}", f"{number} case(s) written: {output}"))
    return FINE


def _opened(path: Path) -> TextIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("w", encoding="utf-8", newline="\n")
