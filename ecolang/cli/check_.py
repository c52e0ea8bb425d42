"""`eco check POLICY`: everything that is wrong with a policy, and how much of the source text it accounts for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecolang.cli.common import (
    ERRORS,
    FAILED,
    FINE,
    Failure,
    Lang,
    calendars_option,
    is_artifact,
    issued_days,
    lang_option,
    language,
    load,
    need,
    policy_argument,
    print_json,
    say,
    show_diagnostics,
    status_of,
    tell,
)
from ecolang.rows import dataclass, field

if TYPE_CHECKING:
    from ecolang.cli.check_readings import Combination
    from ecolang.cli.proofs import Proofs
    from ecolang.diagnostics import Diagnostic
    from ecolang.program import Clause, Program
    from ecolang_compiler.checks.context import Context

# A repaired sentence may let another problem be seen.
_MOST_FIXES = 5
_RANK = {"note": 0, "warning": 1, "error": 2}


@click.command("check")
@policy_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="输出格式 output format",
)
@click.option(
    "--fail-level",
    type=click.Choice(["error", "warning", "note"]),
    default="error",
    help="从哪一级起算失败 lowest level that fails",
)
@click.option("--allow-not-modelled", is_flag=True, help="允许“未建模” let 未建模 pass")
@click.option(
    "--readings",
    type=click.Choice(["all", "product"]),
    help="各种理解：all 逐一及相遇的两两组合，product 全部组合 other readings: alone and pairs that meet, or all",
)
@click.option("--fix", is_flag=True, help="改正有把握的错处，并显示改动 repair what is certain, and show it")
@click.option("--record-text", "record", is_flag=True, help="记下核对过的原文 remember the text that was held against")
@click.option("--require-proofs", is_flag=True, help="有没证明的就失败 fail unless everything is proved")
@click.option("--no-proofs", is_flag=True, help="不证明保证 leave the guarantees unproved")
@click.option("--quiet", "-q", is_flag=True, help="不列逐条覆盖 leave out the list of clauses")
@calendars_option
@lang_option
def command(
    policy: Path,
    form: str,
    fail_level: str,
    allow_not_modelled: bool,
    readings: str | None,
    fix: bool,
    record: bool,
    require_proofs: bool,
    no_proofs: bool,
    quiet: bool,
    calendar_dirs: tuple[Path, ...],
    lang: str | None,
) -> int:
    chosen = language(lang)
    need(policy, chosen)
    found: tuple[Diagnostic, ...] = ()
    sources: dict[str, str] = {}
    if is_artifact(policy):
        if record:
            raise Failure(say(chosen, "--record-text 要政策的文本。", "--record-text needs the policy's text."))
        # What was compiled was checked; only its text's coverage is left to tell.
        parts = [_Part(row.name, row.program, ()) for row in load(policy, chosen).versions.rows]
    else:
        from ecolang_compiler.versions import compile_versions

        asked: dict[str, Any] = {
            "calendar_dirs": calendar_dirs,
            "allow_not_modelled": allow_not_modelled,
            "issued": issued_days(chosen),
        }
        compiled = compile_versions(policy, **asked)
        for _ in range(_MOST_FIXES if fix else 0):
            from ecolang.cli.fix import apply_safe

            if not apply_safe(compiled.diagnostics, compiled.sources, chosen):
                break
            compiled = compile_versions(policy, **asked)
        if record:
            from ecolang.cli.record_text import record_text

            if record_text(compiled, chosen):
                compiled = compile_versions(policy, **asked)
        found, sources = compiled.diagnostics, dict(compiled.sources)
        parts = [_Part(name, each.program, each.diagnostics, each.context) for name, each in compiled.compiled.items()]
        if compiled.versions is not None and compiled.versions.several:
            from ecolang.cli.old_tests import broken_tests

            order = compiled.versions.names
            parts.sort(key=lambda part: order.index(part.name))
            found = (*found, *broken_tests(compiled.versions))
    for part in parts:
        part.tried = _tried(part, readings, chosen)
    tried = [each for part in parts for each in part.tried]
    if not no_proofs:
        for part in parts:
            part.prove()
        found = (*found, *(each for part in parts if part.proofs is not None for each in part.proofs.found))
    if form == "json":
        from ecolang.diagnostics import to_json

        told: dict[str, Any] = {
            "diagnostics": [to_json(each, chosen, sources) for each in found],
            "coverage": _coverage_json(parts[-1].clauses),
        }
        if parts[-1].proofs is not None:
            told["proofs"] = parts[-1].proofs.to_json()
        if len(parts) > 1:
            told["versions"] = [
                {
                    "version": part.name,
                    "in_force": None if part.program is None else part.program.settings.in_force,
                    "coverage": _coverage_json(part.clauses),
                    "proofs": None if part.proofs is None else part.proofs.to_json(),
                    **({} if readings is None else {"readings": _readings_json(part, chosen, sources)}),
                }
                for part in parts
            ]
        if readings is not None:
            told["readings"] = _readings_json(parts[-1], chosen, sources)
        print_json(told)
    elif form == "sarif":
        from importlib.metadata import version

        from ecolang.diagnostics.sarif import render_sarif

        click.echo(render_sarif(found, sources, chosen, version("ecolang")))
    elif form == "github":
        from ecolang.diagnostics import render_github

        text = render_github(found, sources, chosen)
        if text:
            click.echo(text)
    else:
        show_diagnostics(found, sources, chosen)
        for part in parts:
            if part.clauses and not quiet:
                if len(parts) > 1:
                    click.echo(say(chosen, f"■ 版本 {part.name}", f"■ version {part.name}"))
                click.echo(_coverage_text(part.clauses, chosen))
        for part in parts:
            place = policy if len(parts) == 1 else f"{policy}@{part.name}"
            for case in () if part.proofs is None else part.proofs.cases(chosen):
                click.echo(case)
            tell(_summary(place, part, found if len(parts) == 1 else part.found, chosen))
        if len(parts) > 1:
            click.echo(_between(policy, parts, found, chosen))
        if readings is not None:
            from ecolang.cli.check_readings import readings_text

            for part in parts:
                for each in part.tried:
                    show_diagnostics(each.found if each.choices else (), sources, chosen)
                if len(parts) > 1 and part.tried:
                    tell(say(chosen, f"■ 版本 {part.name}", f"■ version {part.name}"))
                if part.tried:
                    click.echo(readings_text(part.tried, chosen))
    if require_proofs and not all(part.complete for part in parts):
        return ERRORS
    every = (*found, *(problem for each in tried for problem in each.found))
    failing = [each for each in every if _RANK[each.severity] >= _RANK[fail_level]]
    if failing or not any(each.failed or each.damaged for each in tried):
        return status_of(failing) if failing else FINE
    return FAILED


def _readings_json(part: _Part, lang: Lang, sources: dict[str, str]) -> list[dict[str, Any]]:
    """What came of the combinations of one version."""
    from ecolang.cli.check_readings import readings_json

    return readings_json(part.tried, lang, sources)


def _tried(part: _Part, readings: str | None, lang: Lang) -> list[Combination]:
    """What came of the combinations of readings, if they are asked for."""
    if readings is None or part.program is None:
        return []
    from ecolang.cli.check_readings import check_readings

    return check_readings(part.program, part.context, readings == "product", lang)


@dataclass
class _Part:
    """One version, and what was found in it."""

    name: str
    program: Program | None
    found: tuple[Diagnostic, ...]
    context: Context | None = None
    proofs: Proofs | None = None
    tried: list[Combination] = field(default_factory=list)

    def prove(self) -> None:
        """Proves the guarantees of a policy that can be used."""
        if self.program is not None and not any(each.severity == "error" for each in self.found):
            from ecolang.cli.proofs import prove_all

            self.proofs = prove_all(self.program, None if self.context is None else self.context.file)
            self.found = (*self.found, *self.proofs.found)

    @property
    def complete(self) -> bool:
        """Whether all that can be asked was proved."""
        return self.proofs is not None and self.proofs.complete and not any(each.code == "E712" for each in self.found)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of its source text."""
        return () if self.program is None else self.program.clauses


def _between(policy: Path, parts: list[_Part], found: tuple[Diagnostic, ...], lang: Lang) -> str:
    """How many problems stand between the versions."""
    apart = [each for each in found if not any(each in part.found for part in parts)]
    errors = sum(1 for each in apart if each.severity == "error")
    warnings = sum(1 for each in apart if each.severity == "warning")
    mark = "✗" if errors else "✓"
    return say(
        lang,
        f"{mark} {policy}：{len(parts)} 个版本，版本之间 {errors} 处错误，{warnings} 处警告",
        f"{mark} {policy}: {len(parts)} versions, {errors} error(s) and {warnings} warning(s) between them",
    )


def _percent(clauses: tuple[Clause, ...]) -> float | None:
    """How many of a hundred clauses are accounted for, rounded down so that 100 means all; None without a text."""
    done = sum(1 for clause in clauses if clause.how != "missing")
    return done * 1000 // len(clauses) / 10 if clauses else None


def _coverage_json(clauses: tuple[Clause, ...]) -> dict[str, Any]:
    counts = {how: sum(1 for c in clauses if c.how == how) for how in ("rule", "no_rule", "not_modelled", "missing")}
    rows = [{"clause": c.id, "how": c.how, "reason": c.reason, "rules": list(c.rules), "text": c.text} for c in clauses]
    return {"total": len(clauses), **counts, "percent": _percent(clauses), "clauses": rows}


def _coverage_text(clauses: tuple[Clause, ...], lang: Lang) -> str:
    """The list clause by clause, a line each: how the policy accounts for it."""
    from ecolang.diagnostics.width import text_width
    from ecolang.source_text import localise_refs

    words = {
        "rule": say(lang, "✓ 规则", "✓ rules"),
        "no_rule": say(lang, "– 不设规则", "– no rule"),
        "not_modelled": say(lang, "! 未建模", "! not modelled"),
        "missing": say(lang, "✗ 没有交代", "✗ not accounted for"),
    }
    names = [localise_refs(clause.id, lang) for clause in clauses]
    wide = max(map(text_width, names)) + 2
    column = max(map(text_width, words.values())) + 2
    lines = [say(lang, "原文逐条：", "Clause by clause:")]
    for name, clause in zip(names, clauses, strict=True):
        how = words[clause.how]
        detail = (
            clause.reason
            if clause.how != "rule"
            else (say(lang, f"{len(clause.rules)} 条规则", f"{len(clause.rules)} rule(s)") if clause.rules else "")
        )
        padded = name + " " * (wide - text_width(name)) + how + " " * (column - text_width(how))
        lines.append(f"  {padded}{detail or ''}".rstrip())
    return "\n".join(lines)


def _summary(policy: Path | str, part: _Part, found: tuple[Diagnostic, ...], lang: Lang) -> str:
    program = part.program
    errors = sum(1 for each in found if each.severity == "error")
    warnings = sum(1 for each in found if each.severity == "warning")
    if program is None:
        return say(
            lang,
            f"✗ {policy}：{errors} 处错误，{warnings} 处警告。",
            f"✗ {policy}: {errors} error(s), {warnings} warning(s).",
        )
    clauses = program.clauses
    size = say(
        lang,
        f"{len(program.stages)} 个阶段，{len(program.edges)} 处变动，{len(program.duties)} 项义务，"
        f"{len(program.powers)} 项权力，{len(program.readings)} 处理解，{len(program.tests)} 个案例",
        f"{len(program.stages)} stages, {len(program.edges)} edges, {len(program.duties)} duties, "
        f"{len(program.powers)} powers, {len(program.readings)} readings, {len(program.tests)} case tests",
    )
    if not clauses:
        covered = ""
    else:
        carried = sum(1 for c in clauses if c.how == "rule")
        silent = sum(1 for c in clauses if c.how == "no_rule")
        covered = say(
            lang,
            f"\n  原文条、款、项 {len(clauses)} 处，已交代 {_percent(clauses):g}%（规则 {carried}，不设规则 {silent}）",
            f"\n  {len(clauses)} clauses of the text, {_percent(clauses):g}% accounted for "
            f"({carried} by rules, {silent} said to have none)",
        )
    mark = "✗" if errors else "✓"
    proofs = "" if part.proofs is None else part.proofs.summary(lang)
    if part.proofs is None and program.guarantees:
        n = len(program.guarantees)
        proofs = say(lang, f"\n  保证 {n} 项：没有证明", f"\n  {n} guarantee(s): not proved")
    return say(
        lang,
        f"{mark} {policy}：{errors} 处错误，{warnings} 处警告\n  {size}{covered}{proofs}",
        f"{mark} {policy}: {errors} error(s), {warnings} warning(s)\n  {size}{covered}{proofs}",
    )
