"""`eco new FOLDER`: a starter policy that checks, tests and draws as it is."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from ecolang.cli.common import Failure, lang_option, language, say, tell, write_text


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@lang_option
def command(folder: Path, lang: str | None) -> int:
    chosen = language(lang)
    file = folder / "policy.eco"
    if folder.is_file() or file.exists():
        raise Failure(say(chosen, f"{file} 已经存在，没有改动。", f"{file} exists already; nothing was changed."))
    text = resources.files("ecolang.cli").joinpath("starter", f"{chosen}.eco").read_text(encoding="utf-8")
    write_text(file, text, chosen)
    tell(say(chosen, f"已新建：{file}\n接着：eco check {folder}", f"created: {file}\nnext: eco check {folder}"))
    return 0
