"""What the case tests miss, in the drafter's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ecolang.cli.common import Lang, say
from ecolang.cli.mutation.result import Mutation, Result

if TYPE_CHECKING:
    from ecolang_compiler.mutate import Mutant

_INDENT = "    "


def report(found: Mutation, lang: Lang, *, cases: bool) -> str:
    """The sum, what nothing notices, and what is proved equivalent. `cases`: whether cases were looked for."""
    return "\n".join([*_sum(found, lang), *_survivors(found, lang, cases), *_equivalents(found, lang)]) + "\n"


def _sum(found: Mutation, lang: Lang) -> Iterator[str]:
    by = Counter(result.by for _, result in found.rows if result.status == "noticed")
    left = len(found.survivors)
    sample = found.made != len(found.rows)
    yield say(
        lang,
        f"变异 {found.total} 处" + (f"（共有 {found.made} 处，抽取一部分）" if sample else "") + "：",
        f"{found.total} mutant(s)" + (f" (of {found.made} there are)" if sample else "") + ":",
    )
    yield say(
        lang,
        f"  察觉 {found.noticed}（检查 {by['check']}，案例 {by['test']}，保证 {by['guarantee']}），"
        f"证明等同 {found.equivalent}，没有察觉 {left}：{found.percent:g}%",
        f"  {found.noticed} noticed (check {by['check']}, case tests {by['test']}, guarantees {by['guarantee']}), "
        f"{found.equivalent} proved equivalent, {left} not noticed: {found.percent:g}%",
    )


def _survivors(found: Mutation, lang: Lang, cases: bool) -> Iterator[str]:
    if not found.survivors:
        return
    yield ""
    yield say(
        lang,
        "以下改动，检查、案例、保证都没有察觉：",
        "Nothing notices these changes: no check, no case test, no guarantee.",
    )
    for mutant, result in found.survivors:
        yield ""
        yield _head(found, mutant, lang)
        yield from _words(mutant, lang)
        if result.case is not None:
            yield _INDENT + say(lang, "这样一个案例能够察觉：", "A case test such as this one would notice:")
            yield from (f"{_INDENT}  {line}".rstrip() for line in result.case.rstrip().split("\n"))
        elif cases:
            yield _INDENT + say(
                lang,
                "生成的案件里没有一件能区分两者；写一个走到这一句的案例，或者一项保证。",
                "No generated case tells the two apart; write a case test that comes to this sentence, or a guarantee.",
            )


def _equivalents(found: Mutation, lang: Lang) -> Iterator[str]:
    reasons: dict[str, list[tuple[Mutant, Result]]] = {}
    for mutant, result in found.rows:
        if result.status == "equivalent":
            reasons.setdefault(result.what.say(lang), []).append((mutant, result))
    for reason, rows in reasons.items():
        yield ""
        yield say(lang, f"证明等同，因{reason}：", f"Proved equivalent, because {reason}:")
        for mutant, _ in rows:
            yield _head(found, mutant, lang)
            yield from _words(mutant, lang)


def _head(found: Mutation, mutant: Mutant, lang: Lang) -> str:
    from ecolang.source_ref import localise_refs
    from ecolang_compiler.mutate import KINDS

    parts = (localise_refs(mutant.clause, lang), KINDS[mutant.kind].say(lang))
    return f"  {found.file}:{mutant.line} " + say(lang, "，", ", ").join(each for each in parts if each)


def _words(mutant: Mutant, lang: Lang) -> Iterator[str]:
    yield f"{_INDENT}- {mutant.before}"
    yield f"{_INDENT}+ {mutant.after or say(lang, '（没有这一句）', '(no such sentence)')}"
