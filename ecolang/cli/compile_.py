"""`eco compile POLICY -o FILE`: the artifact that a case system embeds."""

from __future__ import annotations

from pathlib import Path

import click

from ecolang.cli.common import calendars_option, lang_option, language, load, policy_argument, say, tell, write_text


@click.command("compile")
@policy_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到此文件 write to this file")
@calendars_option
@lang_option
def command(policy: Path, output: Path | None, calendar_dirs: tuple[Path, ...], lang: str | None) -> int:
    from ecolang import bundle

    chosen = language(lang)
    text = bundle.dumps(load(policy, chosen, calendar_dirs, strict=True).versions)
    if output is None:
        click.echo(text, nl=False)
        return 0
    write_text(output, text, chosen)
    tell(say(chosen, f"已编译：{output}", f"compiled: {output}"))
    return 0
