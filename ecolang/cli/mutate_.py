"""`eco mutate POLICY`: breaks the policy in every way of a list and says what no check, case test or guarantee sees."""

from __future__ import annotations

from pathlib import Path

import click

from ecolang.cli.common import (
    FAILED,
    FINE,
    Failure,
    calendars_option,
    cannot_write,
    format_option,
    is_artifact,
    lang_option,
    language,
    need,
    policy_argument,
    print_json,
    say,
    show_diagnostics,
    status_of,
)
from ecolang.cli.progress import Progress


@click.command("mutate")
@policy_argument
@click.option("--sample", type=click.IntRange(1), help="只取这么多处 only so many mutants")
@click.option("--seed", type=int, default=0, help="同一个数取出同样的 the same number draws the same sample")
@click.option("--only", metavar="KIND", multiple=True, help="只做这一类 only this kind of break")
@click.option("--jobs", type=click.IntRange(1, 64), help="用几个进程 processes (default: one for each core)")
@click.option(
    "--journal",
    type=click.Path(path_type=Path, dir_okay=False),
    help="记下已做的，中断后接着做 keeps what is done, to go on from",
)
@click.option("--no-cases", is_flag=True, help="不找能察觉的案例 look for no case tests that would notice")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    default=0,
    help="低于这个百分数算失败 the lowest percentage that passes",
)
@calendars_option
@format_option
@lang_option
def command(
    policy: Path,
    sample: int | None,
    seed: int,
    only: tuple[str, ...],
    jobs: int | None,
    journal: Path | None,
    no_cases: bool,
    fail_under: float,
    calendar_dirs: tuple[Path, ...],
    form: str,
    lang: str | None,
) -> int:
    from ecolang.cli.mutation import Unfit, run
    from ecolang.cli.mutation.report import report
    from ecolang_compiler.mutate import KINDS

    chosen = language(lang)
    need(policy, chosen)
    if is_artifact(policy):
        raise Failure(
            say(chosen, "要政策的文本，不是编译结果。", "this needs the policy's text, not a compiled artifact.")
        )
    unknown = next((each for each in only if each not in KINDS), None)
    if unknown is not None:
        raise Failure(
            say(
                chosen,
                f"没有“{unknown}”这一类，可以用：{'、'.join(KINDS)}。",
                f"there is no kind “{unknown}”; there are: {', '.join(KINDS)}.",
            )
        )
    total = [0]
    progress = Progress(lambda n: say(chosen, f"变异 {n}/{total[0]}", f"mutants {n}/{total[0]}"))

    def hears(_: int, of: int) -> None:
        total[0] = of
        progress.step()

    try:
        found = run(policy, sample, seed, only, jobs, journal, not no_cases, calendar_dirs, hears)
    except Unfit as unfit:
        show_diagnostics(unfit.problems, unfit.sources, chosen)
        if unfit.problems:
            raise Failure(
                say(chosen, f"{policy} 有错误，先改正。", f"{policy} has errors; repair them first."),
                status_of(unfit.problems),
            ) from None
        tests = "；".join(unfit.tests) if chosen == "zh" else "; ".join(unfit.tests)
        raise Failure(
            say(chosen, f"案例没有通过，先改正：{tests}", f"case tests fail; repair them first: {tests}"), FAILED
        ) from None
    except OSError as error:
        if journal is None:
            raise
        raise cannot_write(journal, error, chosen) from None
    finally:
        progress.clear()
    if form == "json":
        print_json(found.to_json())
    else:
        click.echo(report(found, chosen, cases=not no_cases), nl=False)
    return FAILED if found.percent < fail_under else FINE
