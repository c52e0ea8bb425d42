"""`eco schema POLICY`: the JSON Schema of the cases that a policy takes."""

from __future__ import annotations

from pathlib import Path

import click

from ecolang.cli.common import calendars_option, lang_option, language, load, policy_argument, print_json


@click.command("schema")
@policy_argument
@click.option(
    "--of",
    type=click.Choice(["event", "case", "brief"]),
    default="case",
    help="一行事件，一个案件，或者 eco run --detail brief 的一行 one event's line, a case, or a line of "
    "eco run --detail brief",
)
@calendars_option
@lang_option
def command(policy: Path, of: str, calendar_dirs: tuple[Path, ...], lang: str | None) -> int:
    from ecolang_runtime.editions import Editions
    from ecolang_runtime.schema import brief_schema, case_schema, event_schema

    program = Editions(load(policy, language(lang), calendar_dirs).versions).names
    print_json({"case": case_schema, "event": event_schema, "brief": brief_schema}[of](program))
    return 0
