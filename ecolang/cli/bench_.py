"""`eco bench POLICY`: how fast the engines are here, beside the floors and other libraries, in one run."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ecolang.cli.common import (
    FINE,
    Failure,
    Lang,
    calendars_option,
    lang_option,
    language,
    load_program,
    policy_argument,
    print_json,
    say,
    tell,
    write_bytes,
)
from ecolang.cli.progress import Progress
from ecolang.diagnostics import nearest


@click.command("bench")
@policy_argument
@click.option("--cases", "number", type=click.IntRange(10, 10_000_000), default=10_000, help="多少件 how many cases")
@click.option("--rounds", type=click.IntRange(1, 100), default=3, help="各做几遍 rounds of each job")
@click.option("--job", "names", multiple=True, metavar="NAME", help="只做这一项 this job alone")
@click.option("--growth", is_flag=True, help="一千到一百万件 from 1,000 to 1,000,000 cases")
@click.option("--seed", type=int, default=0, help="同一个数得出同样的案件 the same number gives the same cases")
@click.option("--violations", type=click.FloatRange(0, 1), default=0.3, help="有违反的份额 share that breaks a rule")
@click.option("--plot", type=click.Path(path_type=Path), help="画成图 SVG draw a plot")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="输出格式 output format")
@calendars_option
@lang_option
def command(
    policy: Path,
    number: int,
    rounds: int,
    names: tuple[str, ...],
    growth: bool,
    seed: int,
    violations: float,
    plot: Path | None,
    form: str,
    calendar_dirs: tuple[Path, ...],
    lang: str | None,
) -> int:
    from ecolang import artifact
    from ecolang.cli.bench import table
    from ecolang.cli.bench.growth import SIZES, Grown
    from ecolang.cli.bench.jobs import JOBS, with_floors
    from ecolang.cli.bench.measure import measure
    from ecolang.cli.bench.plot import growth_plot, rates_plot
    from ecolang.cli.bench.setup import prepare
    from ecolang.cli.bench.single import singles
    from ecolang_runtime.policy import Policy

    words = language(lang)
    if plot is not None and find_spec("matplotlib") is None:
        extra = "pip install 'ecolang[bench]'"
        raise Failure(say(words, f"画图需要 matplotlib：请运行 {extra}", f"a plot needs matplotlib: run {extra}"))
    if policy == Path("check") and not policy.exists():
        return _checking(plot, form, words)
    program = load_program(policy, words, calendar_dirs)
    known = [job.name for job in JOBS]
    for name in names:
        if name not in known:
            raise Failure(_no_such_job(name, known, words))
    jobs = with_floors(names)
    sizes = [size for size in SIZES if size <= max(number, SIZES[0])] if growth else [number]
    quiet = not sys.stderr.isatty()
    grown: list[Grown] = []
    with TemporaryDirectory(prefix="eco-bench-") as folder:
        for size in sizes:
            making = Progress(lambda n: say(words, f"已生成 {n} 件……", f"{n} case(s) made …"), quiet=quiet)
            setup = prepare(
                Policy(program),
                artifact.dumps(program),
                Path(folder) / str(size),
                size,
                seed,
                violations,
                making.step,
            )
            making.clear()
            timing = Progress(lambda n: say(words, f"第 {n} 项……", f"job {n} …"), quiet=quiet)
            grown.append(Grown(setup, measure(setup, jobs, rounds, timing.step)))
            timing.clear()
        last = grown[-1]
        ones = [] if names else singles(last.setup)
    if plot is not None:
        picture = growth_plot(grown, words) if growth else rates_plot(last.measured, words)
        write_bytes(plot, picture, words)
        tell(say(words, f"已画出：{plot}", f"drawn: {plot}"), err=True)
    if form == "json":
        print_json([table.data(each.setup, each.measured, ones if each is last else ()) for each in grown])
        return FINE
    for each in grown:
        click.echo(table.text(each.setup, each.measured, ones if each is last else (), words))
    return FINE


def _no_such_job(name: str, known: list[str], lang: Lang) -> str:
    near = nearest(name, known)
    hint = "" if near is None else say(lang, f"，是不是 {near}？", f"; did you mean {near}?")
    names = ", ".join(known)
    return say(lang, f"没有这一项“{name}”{hint} 有：{names}", f"there is no job “{name}”{hint} There are: {names}")


def _checking(plot: Path | None, form: str, lang: Lang) -> int:
    """`eco bench check`: how the time of a check grows with the size of a policy."""
    from ecolang.cli.bench.checking import SIZES, measure

    making = Progress(lambda n: say(lang, f"第 {n} 份……", f"policy {n} …"), quiet=not sys.stderr.isatty())
    checked = list(measure(SIZES, making.reach))
    making.clear()
    if plot is not None:
        from ecolang.cli.bench.plot import check_plot

        write_bytes(plot, check_plot(checked, lang), lang)
    if form == "json":
        print_json(
            [
                {"stages": each.stages, "lines": each.lines, "compiling": each.compiling, "proving": each.proving}
                for each in checked
            ]
        )
        return FINE
    tell(say(lang, "阶段   行数     检查（秒）  其中证明", "stages  lines  check (s)  of it proofs"))
    for each in checked:
        tell(f"{each.stages:>5}  {each.lines:>6}  {each.seconds:>9.2f}  {each.proving:>8.2f}")
    return FINE
