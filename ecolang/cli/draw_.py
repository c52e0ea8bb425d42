"""`eco draw POLICY -o FILE`: the procedure as SVG, PNG, PDF or DOT, with the way of a case on request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecolang.cli.common import (
    Failure,
    Lang,
    calendars_option,
    lang_option,
    language,
    load_program,
    need,
    parse_day,
    policy_argument,
    say,
    show_diagnostics,
    tell,
    write_bytes,
)

if TYPE_CHECKING:
    from ecolang.program import Program
    from ecolang_runtime.verdict import TrackVerdict

FORMATS = ("svg", "png", "pdf", "dot")


@click.command("draw")
@policy_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="写到此文件，按扩展名定格式 file; its ending gives the format",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="格式 format (svg)")
@click.option(
    "--case", "case_file", type=click.Path(path_type=Path), help="标出此案走过的路 mark the way this case took"
)
@click.option("--track", help="哪一个当事人 which party's track")
@click.option("--documents", is_flag=True, help="写出文件及其内容 name the documents and what they include")
@click.option("--as-of", "as_of", metavar="DATE", help="截至哪一天 as of this day")
@calendars_option
@lang_option
def command(
    policy: Path,
    output: Path | None,
    form: str | None,
    case_file: Path | None,
    track: str | None,
    documents: bool,
    as_of: str | None,
    calendar_dirs: tuple[Path, ...],
    lang: str | None,
) -> int:
    from ecolang import draw

    chosen = language(lang)
    kind = form or (output.suffix.lstrip(".").lower() if output is not None and output.suffix else "svg")
    if kind not in FORMATS:
        raise Failure(
            say(
                chosen,
                f"不认识格式“{kind}”，可以用 svg、png、pdf、dot。",
                f"unknown format “{kind}”: svg, png, pdf or dot.",
            )
        )
    program = load_program(policy, chosen, calendar_dirs, tested=False)
    marked = None if case_file is None else _track(program, case_file, track, as_of, chosen)
    text = draw.dot(program, lang=language(lang, program.settings.language), case=marked, documents=documents)
    if kind == "dot":
        data = text.encode("utf-8")
    else:
        rendered = draw.render(text, kind)
        if not isinstance(rendered, bytes):
            raise Failure(rendered.message(chosen))
        data = rendered
    if output is None:
        if kind in ("png", "pdf"):
            raise Failure(say(chosen, "请用 -o 指定文件。", "name a file with -o."))
        click.echo(data.decode("utf-8"), nl=False)
        return 0
    write_bytes(output, data, chosen)
    tell(say(chosen, f"已画出：{output}", f"drawn: {output}"))
    return 0


def _track(program: Program, case_file: Path, party: str | None, as_of: str | None, lang: Lang) -> TrackVerdict:
    """The verdict of the track whose way is to be marked."""
    from ecolang_runtime.policy import Policy
    from ecolang_runtime.read import read

    need(case_file, lang)
    day = parse_day(as_of, lang)
    policy = Policy(program)
    found = read(case_file, policy.names, as_of=day)
    if len(found.cases) != 1:
        show_diagnostics([each for bad in found.bad for each in bad.problems], {}, lang)
        n = len(found.cases)
        zh = f"{case_file} 里应当恰有一个案件，读到 {n} 个。"
        raise Failure(say(lang, zh, f"{case_file} must hold one case; it holds {n}."))
    tracks = policy.engine.judge(found.cases[0], day, try_readings=False).tracks
    chosen = [track for track in tracks if party is None or party in (track.party, track.part)]
    if len(chosen) == 1 or (chosen and party is None):
        return chosen[0]
    names = say(lang, "、", ", ").join(track.party or "" for track in tracks)
    raise Failure(say(lang, f"没有当事人“{party}”，有：{names}。", f"no party “{party}”; there are: {names}."))
