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

    chosen = language(lang)
    page = explain(code, chosen)
    if page is None:
        raise Failure(say(chosen, f"没有代码 {code}。", f"There is no code {code}."))
    if form == "json":
        print_json({"code": code.upper(), "page": page})
    else:
        click.echo(page)
    return 0
