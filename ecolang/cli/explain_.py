"""`eco explain CODE`: the page of a diagnostic."""

from __future__ import annotations

import click

from ecolang.cli.common import Failure, format_option, lang_option, language, print_json, say


@click.command("explain")
@click.argument("code")
@lang_option
@format_option
def command(code: str, lang: str | None, form: str) -> int:
    from ecolang.diagnostics import explain
    from ecolang.diagnostics.template import visible

    chosen = language(lang)
    page = explain(code, chosen)
    if page is None:
        shown = visible(code)
        raise Failure(say(chosen, f"没有代码“{shown}”。", f"there is no code “{shown}”."))
    if form == "json":
        print_json({"code": code.upper(), "page": page.rstrip("\n")})
    else:
        click.echo(page.rstrip("\n"))
    return 0
