"""A small regulation to compile, and the words to ask for what came of it."""

from __future__ import annotations

from typing import Any

from ecolang.diagnostics import Diagnostic, message
from ecolang.program import Program
from ecolang.source_parse import parse_source
from ecolang_compiler.pipeline import Compiled, compile_text

HEAD = """《许可办法》

工作日：中国。
期间：自次日起算；末日为休假日的，顺延至下一工作日；没有对应日的，以月末日为末日。
"""

VOCABULARY = """
角色
  机关〔authority〕。
  申请人〔applicant〕，可以有数人。
  首长，属于机关。

事实
  案情复杂：是否。
  金额：金额。
  人数：整数。

文件
  申请书。
  决定书。

事件
  申请〔apply〕，又称提出申请：由申请人；附申请书；载明种类（新办、延续）；可以载明听证日期（日期，预定听证）。
  受理：由机关，向申请人。
  补正：由申请人。
  听证：由机关，与申请人；载明结果（同意、不同意）、有争议（是否，默认为否）。
  决定：由机关，向申请人；附决定书；载明准予（是否）、履行日期（日期）。
  同意延期：由首长，向申请人。
  公告：由机关，本案。
  签约：由机关、申请人共同。
  地震：外部事件，向申请人。

阶段
  待受理，起始。
  待听证。
  待决定。
  办理阶段，合称：待受理、待听证、待决定。

结局
  已准予。
  已驳回。

期限
  办理期限。

定义
  久拖不决：办理期限已届满，且未决定。

办理：每一申请人分别办理。
"""

#: Rules under which every stage is left and every outcome reached.
FLOW = """
第一条
  待受理的，机关应当自申请之日起5个工作日内受理；受理后，进入待听证。
  待听证的，机关应当自受理之日起30日内听证；听证后，进入待决定。
  待决定的，机关应当自听证之日起20日内决定：
    准予的，进入已准予；
    不准予的，进入已驳回。
"""


def policy(*articles: str, head: str = HEAD, vocabulary: str = VOCABULARY) -> str:
    """The text of the regulation with some articles."""
    return head + vocabulary + "\n".join(articles)


def compiled(*articles: str, source: str | None = None, **parts: str) -> Compiled:
    """The regulation compiled; with a source text its citations and coverage are checked."""
    head = parts.pop("head", HEAD)
    if source is None:
        return compile_text(policy(*articles, head=head, **parts), "许可.eco")
    known = parse_source(source, "原文.md")
    return compile_text(
        policy(*articles, head=head + "原文：原文.md。\n", **parts), "许可.eco", source_loader=lambda path, span: known
    )


def program(*articles: str, **parts: str) -> Program:
    """The program of a regulation that has no errors."""
    found = compiled(*articles, **parts)
    errors = [message(each, "zh") for each in found.diagnostics if each.severity == "error" and not _graph(each)]
    assert errors == []
    assert found.program is not None
    return found.program


def _graph(problem: Diagnostic) -> bool:
    """Articles are tried one by one, so that stages may hang in the air."""
    return problem.code.startswith("E6")


def one(rows: tuple[Any, ...], **wanted: Any) -> Any:
    """The only row whose fields have the wanted values."""
    found = [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]
    assert len(found) == 1, found
    return found[0]


def said(found: Compiled, code: str) -> list[tuple[str, str]]:
    """The Chinese message of each problem of a code, with the words that are underlined."""
    return [
        (message(each, "zh"), each.span.text_in(found.sources[each.span.file]) if each.span else "")
        for each in found.diagnostics
        if each.code == code
    ]


def codes(found: Compiled) -> list[str]:
    """The codes of all problems, in order."""
    return [each.code for each in found.diagnostics]
