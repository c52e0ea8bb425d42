"""Articles, guarantees and the whole file."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from ecolang.source_ref import Ref
from ecolang_compiler.syntax.tree.base import Comments, Name, Node
from ecolang_compiler.syntax.tree.conditions import EventPattern


@frozen
class Article(Node):
    """第N条 or 附件N, with its settings, sentences and readings in order."""

    ref: Ref
    body: tuple[Any, ...]  # Sentence | ReadingNode | Setting
    formerly: Ref | None = None
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class GuaranteeNode(Node):
    """A property to prove; `scope`: 任何案件 | 合规的案件.

    form: never_event (COND的，不会 EVENT), never_stage (不会进入 STAGES), leaves (不会无限期停留在 STAGES),
    at_most (EVENT 前，EVENT 不超过 N 次), owes (COND的，有义务 EVENT), reachable (每一结局均可到达).
    """

    scope: str  # any | conforming
    form: str
    when: Any = None
    act: EventPattern | None = None
    stages: tuple[Name, ...] = ()
    before: EventPattern | None = None
    number: int | None = None
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class Guarantees(Node):
    items: tuple[GuaranteeNode, ...]
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class PolicyFile(Node):
    """A whole file. `body` keeps the order of the file: Setting | Section | Article | Guarantees | CaseNode."""

    title: Name
    body: tuple[Any, ...]
    comments: Comments = field(default=Comments(), eq=False)
    end_comments: tuple[str, ...] = field(default=(), eq=False)
