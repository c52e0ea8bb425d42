"""The command line's frame: lazy verbs, help in the reader's language, exit statuses."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click
import rich_click

from ecolang.cli.common import Failure, language, say_error

#: Verb → its help in Chinese and English; the module is `ecolang.cli.<verb>_`, the function `command`.
VERBS = {
    "check": (
        "检查政策文件：语法、名称、单位、引用、原文覆盖、流程图",
        "check a policy: syntax, names, units, citations, coverage, graph",
    ),
    "run": ("按政策判断案件", "judge cases against a policy"),
    "test": ("运行政策的案例，并说明哪些条款没有案例", "run a policy's case tests and say what no case exercises"),
    "draw": ("画出程序图（SVG、PNG、PDF、DOT）", "draw the procedure (SVG, PNG, PDF, DOT)"),
    "fmt": ("排版政策文件，或译成另一种关键词", "lay out a policy file, or print it in the other keywords"),
    "compile": ("编译为可嵌入的 JSON 文件", "compile to a JSON artifact for embedding"),
    "schema": ("生成案件输入的 JSON Schema", "write the JSON Schema of the cases that a policy takes"),
    "explain": ("解释一个提示代码", "explain a diagnostic's code"),
    "new": ("新建一份起步的政策", "start a new policy"),
}


class LazyGroup(rich_click.RichGroup):
    """Knows the verbs by name and imports a verb's module only to run it or to print its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command = importlib.import_module(f"ecolang.cli.{cmd_name}_").command
        assert isinstance(command, click.Command)
        zh, en = VERBS[cmd_name]
        command.help = zh if language(None) == "zh" else en[0].upper() + en[1:]
        command.short_help = command.help
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="ecolang", prog_name="eco")
def group() -> None:
    """EcoLang：把程序性法规写成可以检查、运行、画图的政策文件。

    Procedural regulations as policies that can be checked, run and drawn.
    """


def run_group(argv: Sequence[str]) -> int:
    """Runs the verb that `argv` names."""
    for stream in (sys.stdout, sys.stderr):
        # Chinese text must come out whatever the console's code page is.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        result = group.main(args=list(argv), prog_name="eco", standalone_mode=False)
    except Failure as failure:
        say_error(str(failure))
        return failure.status
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 1
    except click.ClickException as error:
        error.show()
        return 1
    except click.Abort:
        return 130
    except BrokenPipeError:
        # The reader of a pipe (head, less) closed it: not a failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0
