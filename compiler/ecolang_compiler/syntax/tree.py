"""The one syntax tree of both surfaces.

Two files that say the same in Chinese and in English keywords have equal trees: spans and comments don't count in equality
(comments are compared by `same_text`, in the printer's tests). Names are kept as written, aliases included.
Whatever a sentence's surface order, its parts stand in the same fields.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import field, frozen

from ecolang.diagnostics import Span
from ecolang.source_text import Ref


#: Where the node stands; never part of equality.
def _span() -> Any:
    return field(default=None, eq=False, repr=False, kw_only=True)


@frozen
class Node:
    span: Span | None = _span()


@frozen
class Comments:
    """Remarks that survive printing: lines above, and the one behind."""

    above: tuple[str, ...] = ()
    behind: str | None = None


@frozen
class Name(Node):
    """A use or declaration of a name, with the English label that a declaration may carry (〔…〕, [ … ])."""

    text: str
    label: str | None = None


# ── conditions ──────────────────────────────────────────────────────────────────────────────────────────────


@frozen
class Test(Node):
    """What is said of a value. op: is (any of), all (均为), is_not, ge (以上/不少于), le (以下/不超过), gt (超过), lt (不满), yes, no."""

    op: str
    values: tuple[Any, ...] = ()  # str (a value's name), Decimal, bool, ISO date as "2026-03-02"


@frozen
class FieldTest(Node):
    """A field of the event at hand, or 最近一次/首次 of another: `which` last | first."""

    field: Name
    test: Test
    which: str | None = None
    event: Name | None = None


@frozen
class FactTest(Node):
    fact: Name
    test: Test


@frozen
class Given(Node):
    """写明 FIELD: it is there and not empty."""

    field: Name


@frozen
class EventPattern(Node):
    """An event, with a condition over its own fields in brackets."""

    event: Name
    guard: Any = None  # Condition | None


@frozen
class InStage(Node):
    """One or several stages or groups joined by 、 (any)."""

    stages: tuple[Name, ...]


@frozen
class OnEvent(Node):
    """The event at hand: a bare event in a head. In EVENT后 `after` is not kept: both mean the same."""

    pattern: EventPattern


@frozen
class Happened(Node):
    """已 EVENT / 未 EVENT [其后未 EVENT], optionally with the role that the drafter names."""

    pattern: EventPattern
    negated: bool = False
    then_not: EventPattern | None = None


@frozen
class Overdue(Node):
    """逾期未 EVENT."""

    event: Name


@frozen
class DutyOpen(Node):
    """尚应 EVENT: a duty to do it is open."""

    event: Name


@frozen
class CountTest(Node):
    """EVENT 已满 / 不满 / 超过 / 不超过 N 次; `in_case` counts over the whole case (本案)."""

    pattern: EventPattern
    op: str  # ge lt gt le
    number: int
    in_case: bool = False


@frozen
class PeriodTest(Node):
    """PERIOD 未开始 / 进行中 / 中止 / 已届满 / 未届满."""

    period: Name
    state: str  # not_started running suspended lapsed not_lapsed


@frozen
class DefinitionUse(Node):
    name: Name
    negated: bool = False


@frozen
class Signed(Node):
    """DOC 经 ROLE 签字 / 未经 ROLE 签字."""

    document: Name
    role: Name
    negated: bool = False


@frozen
class HasItem(Node):
    """DOC 载有「…」: an item by its words."""

    document: Name
    item: str
    negated: bool = False


@frozen
class ByActor(Node):
    """由 ROLE 作出."""

    role: Name


@frozen
class OverTracks(Node):
    """任一 / 全体 / 其他任一 / 其他全体 ROLE + condition. q: any all any_other all_other."""

    q: str
    role: Name
    of: Any


@frozen
class Always(Node):
    """No condition (an item of grounds that always holds is not allowed; used for 逾期 branches' remainder)."""


@frozen
class And(Node):
    parts: tuple[Any, ...]


@frozen
class Or(Node):
    parts: tuple[Any, ...]


@frozen
class Unless(Node):
    """condition，除非 condition."""

    of: Any
    exception: Any


@frozen
class ListItem(Node):
    """One numbered (or unnumbered: number None) item of a list of conditions."""

    number: int | None
    of: Any
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class Listed(Node):
    """有下列情形之一 (every=False) / 同时符合下列条件 (every=True)."""

    items: tuple[ListItem, ...]
    every: bool = False


# ── time ────────────────────────────────────────────────────────────────────────────────────────────────────


@frozen
class Amount(Node):
    """N units. unit: day workday month year hour."""

    number: int
    unit: str


@frozen
class Within(Node):
    """自[首次|最近一次] EVENT 之日起 N UNIT 内 [（依 REF）]; event None: 自此之日起 (the duty's opening). `number_from`: 告知书… a field that holds the number."""

    amount: Amount
    event: EventPattern | None = None
    which: str | None = None  # first | last | None
    roll: str | None = None  # 末日不顺延: none; 末日顺延: next_working
    cite: Ref | None = None


@frozen
class Before(Node):
    """在[首次|每次] EVENT 前 / 在 FIELD [倒数] N UNIT 前. clear False: 倒数."""

    event: EventPattern | None = None
    field: Name | None = None
    amount: Amount | None = None
    clear: bool = True
    first: bool = False
    cite: Ref | None = None


@frozen
class NotLaterThan(Node):
    """不迟于 EVENT 的 FIELD."""

    field: Name
    event: Name | None = None
    cite: Ref | None = None


@frozen
class Promptly(Node):
    """及时 [（参考 N UNIT）]."""

    reference: Amount | None = None


@frozen
class AfterFull(Node):
    """自 EVENT 之日起满 N UNIT 后方可."""

    amount: Amount
    event: EventPattern | None = None
    which: str | None = None
    cite: Ref | None = None


# ── consequences ────────────────────────────────────────────────────────────────────────────────────────────


@frozen
class Enter(Node):
    """进入 STAGE [（全体）]."""

    stage: Name
    everyone: bool = False


@frozen
class Deem(Node):
    """视为 EVENT（…） or 视为[不] FIELD (of the act at hand)."""

    event: EventPattern | None = None
    field: FieldTest | None = None


@frozen
class Fork(Node):
    """就 PART 另行办理，自 STAGE 开始. `part` is prose kept as a name."""

    part: str
    stage: Name


@frozen
class ChangePeriod(Node):
    """PERIOD 中止[，最长 N 日] / 恢复 / 重新起算 / 终结. Also 答复期限: `event` names the act whose duty's period is meant."""

    op: str  # suspend resume restart end
    period: Name | None = None
    event: Name | None = None
    cap: int | None = None


@frozen
class Branch(Node):
    """COND的，consequences. late: 逾期的; otherwise a condition over the act's fields (None: 否则 / done)."""

    consequences: tuple[Any, ...]
    when: Any = None
    late: bool = False
    number: int | None = None
    comments: Comments = field(default=Comments(), eq=False)


# ── rules ───────────────────────────────────────────────────────────────────────────────────────────────────


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
    """[COND的，] SUBJECT 应当 [TIMING] ACT、ACT [，并 DEMAND] [：BRANCHES] [；违反的…]. degree must | principle | encourage."""

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
    """COND，经 ROLE [事先] EVENT 的，可以 [每次] 增加 N 次 / 延长 N UNIT. after_end: 自届满次日起延长."""

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


@frozen
class TextItem(Node):
    """An item of contents, a step, a form's entry: prose. `matches`: refs of the article's items that a form's entry stands for."""

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
    """施行前 / 施行后 EVENT 的案件，适用《…》."""

    pattern: EventPattern
    before: bool
    applies: str


@frozen
class Quotation(Node):
    """原文：“…” : a quotation of the clause, compared with the source to the character."""

    text: str


# ── sentences, readings, settings ───────────────────────────────────────────────────────────────────────────


@frozen
class Mark(Node):
    """（一款）、（五项）、（四项（三）） before a sentence."""

    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None


@frozen
class Sentence(Node):
    """One sentence of an article: its mark, its rule name (【…】), and its rules in order (parts joined by ；).

    A head before a colon, or before the first of several parts, governs all the parts: the builder leaves it in `when`.
    """

    rules: tuple[Any, ...]
    mark: Mark | None = None
    name: str | None = None
    when: Any = None  # a head common to all the parts
    formerly: Ref | None = None  # 原第…条
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class Replacement(Node):
    """【name】改为：sentence。 / 【name】不适用。 / 另加：sentence。 / 工作日改为：…。 / 期间改为：…。 / 办理改为：…。"""

    target: str | None  # rule name; None: an addition or a setting
    sentence: Sentence | None = None
    setting: Any = None
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class AlternativeNode(Node):
    name: str
    text: str
    replacements: tuple[Replacement, ...] = ()
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class ReadingNode(Node):
    """理解【name】：question 本文理解为：text。 另一理解【name】：…"""

    name: str
    question: str
    text: str
    alternatives: tuple[AlternativeNode, ...] = ()
    comments: Comments = field(default=Comments(), eq=False)
    text_comments: Comments = field(default=Comments(), eq=False)


@frozen
class Setting(Node):
    """A setting by kind: source, in_force, repeals, zone, calendars, periods, handling, days_off, work_days. `value` depends on the kind:
    source str; in_force ISO date or prose; repeals tuple[str]; zone str; calendars tuple[str]; periods dict start/roll/month_end as sorted pairs;
    handling role Name or None (按全案办理); days_off and work_days tuple of (ISO date, reason)."""

    kind: str
    value: Any
    comments: Comments = field(default=Comments(), eq=False)


# ── vocabulary ──────────────────────────────────────────────────────────────────────────────────────────────


@frozen
class FieldDecl(Node):
    """NAME（TYPE）. type: bool int money date duration text clause party document choice. `plans`: the event whose day it plans.
    `default`: True/False/str/None. A field whose type is left out repeats an earlier declaration of the same name."""

    name: Name
    type: str | None = None
    values: tuple[Name, ...] = ()
    required: bool = True
    default: Any = None
    plans: Name | None = None


@frozen
class RoleDecl(Node):
    name: Name
    description: str | None = None
    many: bool = False
    part_of: Name | None = None
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class FactDecl(Node):
    field: FieldDecl
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class DocumentDecl(Node):
    name: Name
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class EventDecl(Node):
    name: Name
    aliases: tuple[Name, ...] = ()
    actors: tuple[Name, ...] = ()
    joint: bool = False
    external: bool = False
    to: tuple[Name, ...] = ()  # 向 or 与
    meets: bool = False  # 与 (printed so), no other meaning
    in_case: bool | None = None
    documents: tuple[Name, ...] = ()
    fields: tuple[FieldDecl, ...] = ()
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class StageDecl(Node):
    name: Name
    start: bool = False
    outcome: bool = False
    group: tuple[Name, ...] = ()  # 合称
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class PeriodDecl(Node):
    name: Name
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class DefinitionDecl(Node):
    name: Name
    condition: Any
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class Section(Node):
    """A vocabulary section. kind: roles facts documents events stages outcomes periods definitions."""

    kind: str
    entries: tuple[Any, ...]
    comments: Comments = field(default=Comments(), eq=False)


# ── articles, guarantees, cases, the file ───────────────────────────────────────────────────────────────────


@frozen
class Article(Node):
    """第N条 or 附件N, with its settings, sentences and readings in order."""

    ref: Ref
    body: tuple[Any, ...]  # Sentence | ReadingNode | Setting
    formerly: Ref | None = None
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class GuaranteeNode(Node):
    """form: never_event (COND的，不会 EVENT), never_stage (不会进入 STAGES), leaves (不会无限期停留在 STAGES), at_most (EVENT 前，EVENT 不超过 N 次),
    owes (COND的，有义务 EVENT), reachable (每一结局均可到达)."""

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
class CaseEvent(Node):
    """DATE[ HH:MM]，[PARTY、PARTY|ROLE] EVENT[，FIELD为VALUE…][，依据 REF][，就 PART]. Also DATE，FACT 为 VALUE (a fact known from that day).

    `fields` are (name, value); `each` are (party, name, value): 甲公司结果为一致. `documents`: (document, items as (key, "" | value | None), signed, refused, noted)."""

    day: str
    time: str | None = None
    event: Name | None = None
    by: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    fields: tuple[tuple[str, Any], ...] = ()
    each: tuple[tuple[str, str, Any], ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()
    documents: tuple[Any, ...] = ()
    steps: tuple[int, ...] | None = None
    ground: Ref | None = None
    part: str | None = None
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class CaseDocument(Node):
    """告知书齐全 (complete) / 告知书缺少「…」、（三） (missing) / 会议记录经甲公司、权利人签字 / 义务人拒绝签字 / 主持人已注明."""

    document: Name
    complete: bool = False
    missing: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()


@frozen
class Expect(Node):
    """One expectation. kind: stage (stages: 阶段为), outcome (结局为), no_findings (没有问题), finding, duty, no_duty, permitted, not_permitted, period, period_state,
    count, missing (缺少), over (案件已结), not_over, provisional (暂定), turns_on (取决于理解【…】), effectless (EVENT无效果).
    The rest of the fields are filled as the kind needs."""

    kind: str
    party: str | None = None
    name: Name | None = None  # stage, event, period, fact
    part: str | None = None
    degree: str | None = None  # violation 违反 | caution 偏离 | note 提示
    ref: Ref | None = None
    finding: str | None = None  # a Finding.kind
    role: Name | None = None
    due: str | None = None
    since: str | None = None
    days: int | None = None
    number: int | None = None
    state: str | None = None
    text: str | None = None


@frozen
class CaseCheck(Node):
    """截至DATE：expectations."""

    day: str
    expects: tuple[Expect, ...]
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class CaseNode(Node):
    """案例【title】 with parties, facts, readings, events and checks in order."""

    title: str
    parties: tuple[tuple[str, str], ...] = ()  # (holder, role)
    readings: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()
    steps: tuple[Any, ...] = ()  # CaseEvent | CaseCheck, in order
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class PolicyFile(Node):
    """A whole file. `body` keeps the order of the file: Setting | Section | Article | Guarantees | CaseNode."""

    title: Name
    body: tuple[Any, ...]
    comments: Comments = field(default=Comments(), eq=False)
    end_comments: tuple[str, ...] = field(default=(), eq=False)


Condition = (
    FieldTest | FactTest | Given | InStage | OnEvent | Happened | Overdue | DutyOpen | CountTest | PeriodTest
    | DefinitionUse | Signed | HasItem | ByActor | OverTracks | Always | And | Or | Unless | Listed
)  # fmt: skip
Number = int | Decimal
