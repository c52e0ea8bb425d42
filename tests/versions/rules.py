"""Two versions of a small regulation, and words to try cases on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ecolang
from ecolang.errors import EcoError
from ecolang_runtime.policy import Policy
from ecolang_runtime.verdict import TrackVerdict, Verdict

HEAD = """《许可办法》

工作日：中国。
期间：自次日起算；末日为休假日的，顺延至下一工作日。
"""

WORDS = """
角色
  机关。
  申请人，可以有数人。

事件
  申请：由申请人。
  受理：由机关，向申请人；载明方式（当面、线上）。
  听证：由机关，与申请人。
  决定：由机关，向申请人；载明准予（是否）。

阶段
  待受理，起始。
  待听证。
  待决定。

结局
  已准予。
  已驳回。

办理：每一申请人分别办理。
"""

OLD = """
第一条
  待受理的，机关应当自申请之日起5个工作日内受理；受理后，进入待听证。

第二条
  待听证的，机关应当自受理之日起10日内听证；听证后，进入待决定。

第三条
  待决定的，机关应当自听证之日起20日内决定：
    准予的，进入已准予；
    不准予的，进入已驳回。

第四条
  施行：2023年1月1日。
"""

#: The new version: a new article 2 moves the articles on; longer to accept, shorter to decide.
NEW = """
第一条
  待受理的，机关应当自申请之日起7个工作日内受理；受理后，进入待听证。

第二条
  受理不得由申请人作出。

第三条（原第二条）
  待听证的，机关应当自受理之日起10日内听证；听证后，进入待决定。

第四条（原第三条）
  待决定的，机关应当自听证之日起15日内决定：
    准予的，进入已准予；
    不准予的，进入已驳回。

第五条（原第四条）
  施行：2026年3月1日。
"""
NEW = NEW.replace("第二条\n  受理不得由申请人作出。", "第二条\n  待受理的，鼓励机关及时受理。")

BEFORE = "  施行前受理的案件，适用《原规定》。\n"
PART = "  施行后听证的，适用本办法第四条。\n"


def text(articles: str, *more: str, words: str = WORDS) -> str:
    """A version's text with further sentences in its last article."""
    return HEAD + words + articles + "".join(more)


def folder(path: Path, **versions: str) -> Path:
    """A folder with versions; names are written v2023 for 2023."""
    for name, each in versions.items():
        (path / f"{name.removeprefix('v')}.eco").write_text(each, encoding="utf-8")
    return path


def both(path: Path, *more: str, old: str = OLD, new: str = NEW) -> Policy:
    """The policy with both versions; `more` stands in the last article of the new one."""
    return ecolang.load(folder(path, v2023=text(old), v2026=text(new, *more)))


def event(name: str, on: str, **more: Any) -> dict[str, Any]:
    """An event of a case."""
    return {"event": name, "on": on, **more}


def judged(policy: Policy, as_of: str, *events: dict[str, Any], **more: Any) -> Verdict:
    """The verdict of a case of these events."""
    return policy.evaluate(list(events), as_of=as_of, case="一号", **more)


def refused(policy: Policy, as_of: str, *events: dict[str, Any]) -> tuple[str, ...]:
    """The codes of what keeps a case from being judged."""
    try:
        judged(policy, as_of, *events)
    except EcoError as error:
        return tuple(problem.code for problem in error.diagnostics)
    return ()


def due(row: Verdict | TrackVerdict) -> tuple[str, str | None]:
    """The clause and the last day of the only open duty."""
    [duty] = [each for each in row.open_duties if each.degree == "must"]
    return duty.cite, None if duty.due is None else duty.due.last
