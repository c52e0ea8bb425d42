"""`eco compile POLICY -o FILE`: the artifact that a case system embeds."""

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
    load,
    policy_argument,
    say,
    tell,
    write_text,
)

if TYPE_CHECKING:
    from ecolang.versions import Versions


@click.command("compile")
@policy_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到此文件 write to this file")
@click.option("--source", is_flag=True, help="引擎运行的 Python 源程序 the Python source that the engine runs")
@calendars_option
@lang_option
def command(policy: Path, output: Path | None, source: bool, calendar_dirs: tuple[Path, ...], lang: str | None) -> int:
    chosen = language(lang)
    versions = load(policy, chosen, calendar_dirs, strict=True).versions
    text = _source(versions, chosen) if source else _artifact(versions)
    if output is None:
        click.echo(text, nl=False)
        return 0
    write_text(output, text, chosen)
    tell(say(chosen, f"已编译：{output}", f"compiled: {output}"))
    return 0


def _artifact(versions: Versions) -> str:
    from ecolang import bundle

    return bundle.dumps(versions)


def _source(versions: Versions, lang: Lang) -> str:
    """The source of every version, one after the other."""
    from ecolang_runtime.policy import Policy

    policy = Policy(versions)
    try:
        return "\n\n".join(policy.source(row.name) for row in versions.rows)
    except ValueError as reason:
        raise Failure(
            say(lang, f"这个法规由参考引擎判断：{reason}。", f"the reference judges this policy: {reason}.")
        ) from None
