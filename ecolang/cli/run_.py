"""`eco run POLICY CASES…`: judges cases; a case that breaks the rules is a result, one that can't be read is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ecolang.cli.common import calendars_option, issued_days, lang_option, language, policy_argument
from ecolang.cli.judging import DEGREES, Task, judge


@click.command("run")
@policy_argument
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--as-of", "as_of", metavar="DATE", help="截至哪一天（缺省：今天） as of this day (default: today)")
@click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="理解=另一理解",
    help="改取另一理解 take another reading: NAME=ALTERNATIVE",
)
@click.option("--readings/--no-readings", "try_readings", default=True, help="是否比较各种理解 compare the readings")
@click.option(
    "--fail-on", type=click.Choice(DEGREES), help="有此种问题即以 3 退出 exit with 3 if there is such a finding"
)
@click.option("--full", is_flag=True, help="全部内容 everything")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text，或每案一行的 JSON; json: a line a case",
)
@click.option(
    "--detail",
    type=click.Choice(["full", "brief"]),
    default="full",
    help="brief：JSON 里只有所处阶段、问题和未尽的义务，快得多 in JSON no more than where cases stand, what was found "
    "and what is owed: much faster",
)
@click.option(
    "--engine",
    metavar="ENGINE",
    help="compiled、reference 由哪个引擎判断（缺省：头几件由参考引擎，其余编译）；columnar 成批读写 Parquet、Arrow；"
    "processes[:N]、dask://主机:端口 分给几个进程、一群机器 which engine judges (default: the reference for the first "
    "cases, then compiled); columnar: Parquet in batches; processes[:N], dask://HOST:PORT: many workers",
)
@click.option(
    "--map",
    "log_map",
    type=click.Path(path_type=Path),
    help="事件日志（XES）的对应表，见 eco map the map of an event log",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到此文件 write to this file")
@calendars_option
@lang_option
def command(policy: Path, cases: tuple[Path, ...], output: Path | None, **asked: Any) -> int:
    path = None if output is None else str(output)
    days = issued_days(language(asked["lang"]))
    return judge(Task(str(policy), tuple(map(str, cases)), output=path, **asked), days)
