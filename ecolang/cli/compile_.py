"""`eco compile POLICY -o FILE`: the artifact that a case system embeds."""

from __future__ import annotations

from pathlib import Path

import click

from ecolang.cli.common import Failure, calendars_option, lang_option, language, load_program, policy_argument, say


@click.command("compile")
@policy_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到此文件 write to this file")
@calendars_option
@lang_option
def command(policy: Path, output: Path | None, calendar_dirs: tuple[Path, ...], lang: str | None) -> int:
    from ecolang import artifact

    chosen = language(lang)
    program = load_program(policy, chosen, calendar_dirs)
    if output is None:
        click.echo(artifact.dumps(program), nl=False)
        return 0
    output.parent.mkdir(parents=True, exist_ok=True)
    problem = artifact.dump(program, output)
    if problem is not None:
        raise Failure(problem.message(chosen))
    click.echo(say(chosen, f"已编译：{output}", f"compiled: {output}"))
    return 0
