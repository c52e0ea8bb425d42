"""The kinds of rule."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from ecolang.source_ref import Ref
from ecolang_compiler.syntax.tree.base import Comments, ItemName, Name, Node
from ecolang_compiler.syntax.tree.conditions import EventPattern
from ecolang_compiler.syntax.tree.consequences import Branch
from ecolang_compiler.syntax.tree.timing import Amount, Manner


@frozen
class Subject(Node):
    """Roles that must or may. together: one (a single role, or any) | joint (共同) | each (各自)."""

    roles: tuple[Name, ...]
    together: str = "one"


@frozen
class Effect(Node):
    """COND的 / EVENT后，consequences."""

    consequences: tuple[Any, ...]
    when: Any = None


@frozen
class Demand(Node):
    """A further demand of time in the same sentence: 并在…前 EVENT."""

    timing: Any
    act: EventPattern


@frozen
class DutyRule(Node):
    """[COND的，] SUBJECT 应当 [TIMING] ACT、ACT [，并 DEMAND] [：BRANCHES] [；违反的…].

    degree: must | principle | encourage.
    """

    subject: Subject
    acts: tuple[EventPattern, ...]
    when: Any = None
    degree: str = "must"
    timings: tuple[Any, ...] = ()
    demands: tuple[Demand, ...] = ()
    branches: tuple[Branch, ...] = ()
    void: bool | None = None
    in_case: bool | None = None  # 本案: True, 每一…: False


@frozen
class PowerRule(Node):
    """[COND的，][有下列情形之一的，] SUBJECT 可以 [TIMING] ACT [，consequences][：grounds or branches]."""

    subject: Subject
    acts: tuple[EventPattern, ...]
    when: Any = None  # grounds: a Listed among its parts
    timings: tuple[Any, ...] = ()  # Within: until; AfterFull: after
    consequences: tuple[Any, ...] = ()
    branches: tuple[Branch, ...] = ()
    in_case: bool | None = None


@frozen
class ProhibitionRule(Node):
    """[COND的，] SUBJECT 不得 ACT [；违反的，不生效 / 仍然有效]. degree principle: 原则上不得."""

    subject: Subject
    acts: tuple[EventPattern, ...]
    when: Any = None
    degree: str = "must"
    void: bool | None = None


@frozen
class ActorRuleNode(Node):
    """[COND的，] EVENT、EVENT 应当由 ROLE 作出."""

    events: tuple[Name, ...]
    role: Name
    when: Any = None
    degree: str = "must"
    void: bool | None = None


@frozen
class Exception_(Node):
    """COND，经 ROLE [事先] EVENT 的，可以 [每次] 增加 N 次 / 延长 N UNIT. after_end: 自届满次日起延长.

    source: 延长 NAME UNIT[，最长 N UNIT]: the number is read there; `number` is then the most that it may be, 0 for
    no limit.
    """

    number: int
    unit: str | None = None
    when: Any = None
    approval: EventPattern | None = None
    by: Name | None = None
    prior: bool = False
    each: bool = False
    after_end: bool = False
    request: EventPattern | None = None
    refusal: EventPattern | None = None
    times: int | None = None
    source: Name | ItemName | None = None


@frozen
class CountRule(Node):
    """[本案，][STAGES中，] EVENT [原则上] 不超过 / 不少于 N 次 [；exceptions]. before: EVENT 前 (for a minimum)."""

    act: EventPattern
    bound: str  # max min
    number: int
    degree: str = "must"
    when: Any = None
    before: EventPattern | None = None
    exceptions: tuple[Exception_, ...] = ()
    in_case: bool | None = None
    void: bool | None = None


@frozen
class PeriodRule(Node):
    """[本案，][STAGES中，] PERIOD [原则上不超过 | 不超过 | 为] N UNIT，自 … 之日起算 [，末日不顺延] [；exceptions]."""

    period: Name
    amount: Amount
    event: EventPattern | None
    which: str | None = None
    limit: str | None = None  # None: 为; must; principle
    when: Any = None
    roll: str | None = None
    exceptions: tuple[Exception_, ...] = ()
    in_case: bool | None = None
    received: bool = False
    manner: Manner | None = None


@frozen
class TextItem(Node):
    """An item of contents, a step, a form's entry: prose.

    `matches`: the article's items that a form's entry stands for.
    """

    text: str
    number: int | None = None
    optional: bool = False
    section: bool = False  # numbered as （一项） of an annex
    matches: tuple[Ref, ...] = ()
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class ContentsRule(Node):
    """DOC 应当包括 / 可以包括 / 的参考文本包括：items. degree must | may | form."""

    document: Name
    items: tuple[TextItem, ...]
    degree: str = "must"


@frozen
class FormNote(Node):
    """DOC 的参考文本不列 / 另列 / 照写 REF：因…: what its form does on purpose. kind omits | adds | repeats."""

    document: Name
    kind: str
    refs: tuple[Ref, ...]
    reason: str


@frozen
class SignatureRule(Node):
    """DOC 应当经 ROLES 签字[；ROLE 拒绝签字的，ROLE 应当在 DOC 中注明]."""

    document: Name
    roles: tuple[Name, ...]
    degree: str = "must"
    refusing: Name | None = None
    noted_by: Name | None = None


@frozen
class OrderRule(Node):
    """EVENT [原则上] 按下列程序进行：steps."""

    event: Name
    items: tuple[TextItem, ...]
    degree: str = "must"


@frozen
class PrecedenceRule(Node):
    """REF 与 REF 不一致的，以 REF 为准."""

    first: Ref
    second: Ref
    winner: Ref


@frozen
class NoRule(Node):
    """不设规则：因… / 未建模：因…"""

    reason: str
    modelled: bool = True  # False: 未建模


@frozen
class TransitionRule(Node):
    """施行前 / 施行后 EVENT 的案件，适用《…》; with `articles`: 施行后 EVENT 的，适用本办法第…条."""

    pattern: EventPattern
    before: bool
    applies: str
    articles: tuple[Ref, ...] = ()


@frozen
class Quotation(Node):
    """原文：“…” : a quotation of the clause, compared with the source to the character."""

    text: str
