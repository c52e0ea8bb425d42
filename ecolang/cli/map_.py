"""`eco map POLICY LOG`: a first map from the words of an event log to those of a policy."""

from __future__ import annotations

from pathlib import Path

import click

from ecolang.cli.common import (
    FINE,
    UNREADABLE,
    calendars_option,
    echo,
    lang_option,
    language,
    load,
    policy_argument,
    say,
    show_diagnostics,
    tell,
    write_text,
)


@click.command("map")
@policy_argument
@click.argument("log", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到此文件 write to this file")
@calendars_option
@lang_option
def command(policy: Path, log: Path, output: Path | None, calendar_dirs: tuple[Path, ...], lang: str | None) -> int:
    from ecolang_runtime.policy import Policy
    from ecolang_runtime.read import Source
    from ecolang_runtime.xes.propose import propose

    chosen = language(lang)
    names = Policy(load(policy, chosen, calendar_dirs).versions, policy).names
    text = propose(Source(str(log), log), names, chosen)
    if not isinstance(text, str):
        show_diagnostics(text, {}, chosen)
        return UNREADABLE
    if output is None:
        echo(text)
    else:
        write_text(output, text, chosen)
        tell(say(chosen, f"已写出：{output}（请逐项看过）", f"written: {output} (look it over)"))
    return FINE
