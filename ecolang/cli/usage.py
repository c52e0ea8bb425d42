"""Wrong usage in the reader's words; click's own are English only."""

from __future__ import annotations

import re

import click

from ecolang.cli.common import Lang, say

_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)", re.DOTALL)


def usage_message(error: click.ClickException, lang: Lang) -> str:
    """What is wrong with a command line, and where its usage is told."""
    said = error.format_message() if lang == "en" else _chinese(error)
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "eco"
    return f"{said}\n" + say(lang, f"用法：{path} --help", f"usage: {path} --help")


def _chinese(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {'、'.join(sorted(error.possibilities))}？" if error.possibilities else "。"
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的写法不对，后面要有一个值。"
    param = getattr(error, "param", None)
    name = "" if param is None else param.opts[0] if isinstance(param, click.Option) else param.human_readable_name
    if isinstance(error, click.MissingParameter):
        return f"缺少 {name}。"
    if isinstance(error, click.BadParameter):
        choices = getattr(getattr(param, "type", None), "choices", ())
        return f"{name} 的值不对" + (f"，可以写：{'、'.join(map(str, choices))}。" if choices else "。")
    extra = _EXTRA.search(error.format_message())
    return f"多了参数：{extra[1]}" if extra else error.format_message()
