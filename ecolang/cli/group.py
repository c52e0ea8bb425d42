"""The command line's frame: lazy verbs, help in the reader's language, exit statuses."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Sequence

import click
import rich_click

from ecolang.cli.common import UNREADABLE, Failure, Lang, language, say
from ecolang.cli.frame import INTERRUPTED, PipeClosed, framed, language_of
from ecolang.cli.usage import usage_message

#: Verb → its help in Chinese and English; the module is `ecolang.cli.<verb>_`, the function `command`.
VERBS = {
    "check": (
        "检查政策文件：语法、名称、单位、引用、原文覆盖、流程图",
        "check a policy: syntax, names, units, citations, coverage, graph",
    ),
    "run": ("按政策判断案件", "judge cases against a policy"),
    "test": ("运行政策的案例，并说明哪些条款没有案例", "run a policy's case tests and say what no case exercises"),
    "mutate": (
        "把政策逐处改坏，说明检查、案例、保证漏掉什么",
        "break a policy in every way and say what checks, case tests and guarantees miss",
    ),
    "generate": ("由程序图生成案件（JSON Lines）", "make cases from a policy's graph (JSON Lines)"),
    "impact": (
        "修改、或者另一种理解，对案件有什么影响",
        "what an amendment, or another reading, does to cases",
    ),
    "map": ("为事件日志（XES）写出一份对应表", "write a first map for an event log (XES)"),
    "draw": ("画出程序图（SVG、PNG、PDF、DOT）", "draw the procedure (SVG, PNG, PDF, DOT)"),
    "diff": ("按意思比较两个版本，写出修订说明", "compare two versions by meaning: what an amendment changes"),
    "fmt": ("排版政策文件，或译成另一种关键词", "lay out a policy file, or print it in the other keywords"),
    "compile": ("编译为可嵌入的 JSON 文件", "compile to a JSON artifact for embedding"),
    "schema": ("生成案件输入的 JSON Schema", "write the JSON Schema of the cases that a policy takes"),
    "bench": ("量一量速度：各引擎、下限、其他库", "measure speed: the engines, the floors, other libraries"),
    "times": (
        "到各结局最短、最长多少日，最坏的起始日",
        "the shortest and longest way to each outcome in days, and the worst day to begin",
    ),
    "explain": ("解释一个提示代码", "explain a diagnostic's code"),
    "new-version": (
        "从现有版本新建一个版本，准备修改",
        "start a new version from an existing one, to be amended",
    ),
    "new": ("新建一份起步的政策", "start a new policy"),
}


class LazyGroup(rich_click.RichGroup):
    """Knows the verbs by name and imports a verb's module only to run it or to print its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command = importlib.import_module(f"ecolang.cli.{cmd_name.replace('-', '_')}_").command
        assert isinstance(command, click.Command)
        zh, en = VERBS[cmd_name]
        command.help = zh if language(None) == "zh" else en[0].upper() + en[1:]
        command.short_help = command.help
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            raise Failure(_no_such_verb(args[0], language_of(args)))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # click would exit with its own status.
            raise PipeClosed from None
        return result


def _no_such_verb(word: str, lang: Lang) -> str:
    from ecolang.diagnostics.nearest import nearest
    from ecolang.diagnostics.template import visible

    near = nearest(word, VERBS)
    word = visible(word)
    if near is None:
        return say(
            lang,
            f"没有命令“{word}”，可以用：{'、'.join(VERBS)}。",
            f"there is no command “{word}”; there are: {', '.join(VERBS)}.",
        )
    return say(lang, f"没有命令“{word}”，是不是 {near}？", f"there is no command “{word}”; did you mean {near}?")


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="ecolang", prog_name="eco")
def group() -> None:
    """EcoLang：把程序性法规写成可以检查、运行、画图的政策文件。

    Procedural regulations as policies that can be checked, run and drawn.
    """


def run_group(argv: Sequence[str]) -> int:
    """Runs the verb that `argv` names."""
    return framed(lambda: _run(list(argv)), argv)


def _run(argv: list[str]) -> object:
    try:
        if not argv:
            with contextlib.redirect_stdout(sys.stderr):
                group.main(args=["--help"], prog_name="eco", standalone_mode=False)
            return UNREADABLE
        return group.main(args=argv, prog_name="eco", standalone_mode=False)
    except click.ClickException as error:
        raise Failure(usage_message(error, language_of(argv))) from None
    except click.Abort:
        return INTERRUPTED
