"""Every sentence of a verdict, one table of templates; a part in [[…]] is left out where a value in it is missing."""

from __future__ import annotations

from collections.abc import Mapping

#: Chinese and English; both tell the same values.
Pair = tuple[str, str]

#: By kind; `kind:variant` where the data decide between two ways of saying it.
FINDINGS: Mapping[str, Pair] = {
    "overdue": (
        "[[{who}]]应当最迟于{due}{act}[[（第{count}期）]]，没有做到[[，逾期{days}]]",
        "[[{who} ]]had to {act}[[ (row {count})]] by {due} and did not[[; {days} overdue]]",
    ),
    "overdue:prompt": (
        "[[{who}]]应当及时{act}，至{due}仍没有做到[[，又过{days}]]",
        "[[{who} ]]had to {act} without delay and had not by {due}[[, {days} ago]]",
    ),
    "late": (
        "“{act}”[[（第{count}期）]]迟[[{days}]]：最迟应当为{due}，实际为{actual}",
        "“{act}”[[ (row {count})]] came [[{days} ]]late: due by {due}, done on {actual}",
    ),
    "too_early": (
        "{on}的“{act}”过早[[：{due}届满之后才可以]]",
        "“{act}” of {on} came too early[[: it may be done only after {due}]]",
    ),
    "lead_time": (
        "“{act}”没有留足提前的时间：最迟应当为{due}，实际为{actual}[[，迟{days}]]",
        "“{act}” left too little time ahead: due by {due}, done on {actual}[[, {days} late]]",
    ),
    "missing": (
        "[[{who}]]应当先{act}[[，再“{item}”]]，至{due}没有做到",
        "[[{who} ]]had to {act}[[ before “{item}”]] and had not by {due}",
    ),
    "too_many": (
        "{on}的“{act}”是第{count}次，超过{limit}次的上限",
        "“{act}” of {on} was number {count}, over the limit of {limit}",
    ),
    "too_few": (
        "{on}“{act}”时，“{counted}”只有{count}次，至少应当有{limit}次",
        "at “{act}” of {on}, “{counted}” had been done {count} of at least {limit} times",
    ),
    "exceeded": (
        "{item}已于{due}届满[[，超过{days}]]",
        "the {item} ended on {due}[[ and is exceeded by {days}]]",
    ),
    "not_permitted": (
        "{on}的“{act}”不具备条件[[：所称的依据{item}当时不成立]]",
        "“{act}” of {on} was not permitted[[: its ground, {item}, did not hold]]",
    ),
    "not_permitted:after": (
        "{on}的“{act}”过期：最迟为{due}[[，超过{days}]]",
        "“{act}” of {on} came after it could be done: the last day was {due}[[, {days} before]]",
    ),
    "forbidden": (
        "这时不得“{act}”，{on}仍然作出[[（{who}）]]",
        "“{act}” was forbidden and was done on {on}[[ by {who}]]",
    ),
    "wrong_actor": (
        "{on}的“{act}”由{who}作出，不是规定的主体",
        "“{act}” of {on} was done by {who}, who is not the one to do it",
    ),
    "wrong_actor:role": (
        "{on}的“{act}”应当由{item}作出[[，实际由{who}作出]]",
        "“{act}” of {on} was for {item} to do[[ and was done by {who}]]",
    ),
    "incomplete": ("{on}的{document}缺少“{item}”", "the {document} of {on} lacks “{item}”"),
    "unsigned": ("{on}的{document}没有{who}签字", "{who} did not sign the {document} of {on}"),
    "unnoted": (
        "{on}的{document}有人拒绝签字，{who}没有注明",
        "signing the {document} of {on} was refused, and {who} did not note it",
    ),
    "out_of_order": (
        "{on}的“{act}”没有按顺序进行“{item}”，或者没有进行",
        "at “{act}” of {on}, “{item}” was out of order or left out",
    ),
    "unexpected": (
        "{on}的“{act}”不是这一阶段的步骤，已经记录，没有引起变动",
        "“{act}” of {on} is no step of that stage; it was recorded and moved nothing",
    ),
    "unexpected:failed": (
        "{on}的“{act}”，这一阶段的去向都不符合条件[[（{conditions}）]]，已经记录，没有引起变动",
        "“{act}” of {on} met no condition of that stage[[ ({conditions})]]; it was recorded and moved nothing",
    ),
    "after_deemed": (
        "“{act}”已被视为作出，{on}的实际作出只作记录",
        "“{act}” had been deemed done; what was done on {on} is only recorded",
    ),
    "undetermined": (
        "“{act}”是否逾期尚不能确定：按现有日历最迟为{due}[[，实际为{actual}]]",
        "whether “{act}” is late cannot be told yet: by the calendar at hand it is due by {due}[[, done on {actual}]]",
    ),
    "not_checked": (
        "{on}的{document}没有提供内容，未核对",
        "the contents of the {document} of {on} were not given and are not checked",
    ),
    "not_checked:steps": (
        "{on}的“{act}”没有提供步骤，未核对",
        "the steps of “{act}” of {on} were not given and are not checked",
    ),
}

NO_EFFECT: Pair = ("，没有效力", "; it has no effect")
PROVISIONAL: Pair = (
    "（暂定：{reasons}的放假安排未公布）",
    " (provisional: the days off of {reasons} are not published)",
)

MODALS: Mapping[str, Pair] = {
    "must": ("应当", "must"),
    "principle": ("原则上应当", "must in principle"),
    "encourage": ("可以（鼓励）", "is encouraged to"),
    "may": ("可以", "may"),
}
TOGETHER: Mapping[str, Pair] = {"joint": ("共同", " together"), "each": ("各自", " each"), "one": ("", "")}

DUTY: Pair = (
    "{who}{modal}{together}{prompt}{act}[[（第{row}期）]]",
    "{who} {modal}{together} {act}{prompt}[[ (row {row})]]",
)
PROMPTLY: Pair = ("及时", " without delay")
DUE: Mapping[str, Pair] = {
    "left": ("最迟{due}，还剩{days}", "by {due}, {days} left"),
    "today": ("最迟{due}，即今日", "by {due}, which is today"),
    "over": ("最迟{due}，已逾期{days}", "by {due}, {days} overdue"),
    "undetermined": ("最迟约{due}，是否逾期尚不能确定", "by about {due}; whether it is overdue cannot be told yet"),
    "open": ("期限未定", "the last day is not fixed yet"),
    "age": ("已有{days}", "for {days} now"),
}
DEADLINES: Mapping[str, Pair] = {
    "within": ("自{anchor}起{amount}内", "within {amount} of {anchor}"),
    "before": ("在{anchor}{amount}前", "{amount} before {anchor}"),
    "before:bare": ("在{anchor}前", "before {anchor}"),
    "by": ("不迟于{anchor}", "by {anchor}"),
}

PERMITTED: Pair = ("{who}可以{together}{act}", "{who} may{together} {act}")
ALSO_PERMITTED: Pair = ("{who}还可以{acts}。", "{who} may also {acts}.")
PERMITTED_UNKNOWN: Pair = (
    "{who}是否可以{together}{act}，取决于{missing}",
    "whether {who} may{together} {act} depends on {missing}",
)
UNTIL: Pair = ("最迟{due}", "until {due}")
SINCE: Pair = ("自{since}起", "since {since}")
NEEDS: Pair = ("取决于{missing}", "depends on {missing}")
GROUND: Pair = ("{cite}[[“{text}”]]：{state}", "{cite}[[ “{text}”]]: {state}")
HOLDS: Pair = ("具备", "holds")

EFFECTS: Mapping[str, Pair] = {
    "moved": ("进入{target}", "enters {target}"),
    "forked": ("就{detail}另行办理，自{target}开始", "{detail} is handled apart, from {target}"),
    "opened": ("产生义务“{norm}”", "opens the duty “{norm}”"),
    "discharged": (
        "履行义务“{norm}”[[（此前已于{detail}完成）]]",
        "discharges the duty “{norm}”[[ (done before, on {detail})]]",
    ),
    "closed": ("义务“{norm}”终止", "ends the duty “{norm}”"),
    "counted": ("“{norm}”第{count}次[[，上限{limit}次]]", "number {count} of “{norm}”[[, limit {limit}]]"),
    "started": ("{norm}开始计算", "{norm} starts"),
    "suspended": ("{norm}中止", "{norm} is suspended"),
    "resumed": ("{norm}恢复", "{norm} resumes"),
    "restarted": ("{norm}重新起算", "{norm} starts anew"),
    "ended": ("{norm}终结", "{norm} ends"),
    "hastened": ("{norm}提前届满", "the last day of {norm} is brought forward"),
    "extended": ("{norm}延长[[{count}]]", "{norm} is extended[[ by {count}]]"),
    "deemed": ("视为{detail}", "“{detail}” is deemed done"),
    "lapsed": ("{norm}届满", "the {norm} has run out"),
    "full": ("{norm}已满", "the {norm} has run in full"),
    "lapsed:duty": ("“{norm}”的期限届满", "the time to {norm} has run out"),
    "no_effect": ("没有效力", "no effect"),
    "no_edge": ("没有引起变动", "moves nothing"),
    "partial": ("尚待其他方作出", "waits for the others"),
    "relied_on": ("依据{detail}", "relies on {detail}"),
}
ENTRIES: Mapping[str, Pair] = {
    "event": ("{act}[[（{fields}）]]", "{act}[[ ({fields})]]"),
    "deemed": ("视为{act}[[（{fields}）]]", "deemed: {act}[[ ({fields})]]"),
    "lapse": ("届满", "ran out"),
    "reached": ("届满之日", "last day"),
    "condition": ("条件成就", "a condition came true"),
}

COUNTED: Mapping[str, Pair] = {
    "max": (
        "{name}：{used}次，最多{allowed}次[[（含增加的{extended}次）]]",
        "{name}: {used} of at most {allowed}[[ (with {extended} added)]]",
    ),
    "min": ("{name}：{used}次，至少{allowed}次", "{name}: {used} of at least {allowed}"),
}
PERIODS: Mapping[str, Pair] = {
    "not_started": ("{name}：尚未起算", "{name}: not started"),
    "running": (
        "{name}：已用{used}[[，共{allowed}]][[，至{due}]]",
        "{name}: {used}[[ of {allowed}]] used[[, until {due}]]",
    ),
    "suspended": ("{name}：中止，已用{used}[[，共{allowed}]]", "{name}: suspended, {used}[[ of {allowed}]] used"),
    "lapsed": ("{name}：已于{due}届满", "{name}: ran out on {due}"),
    "ended": ("{name}：已终结，用了{used}", "{name}: ended after {used}"),
    "undetermined": (
        "{name}：是否届满尚不能确定[[，按现有日历至{due}]]",
        "{name}: whether it has run out cannot be told yet[[; by the calendar at hand until {due}]]",
    ),
}
PERIOD_MORE: Mapping[str, Pair] = {
    "extended": ("延长{amount}", "extended by {amount}"),
    "suspended": ("中止{amount}", "suspended for {amount}"),
}

MISSING: Pair = ("不知道“{name}”，因此{cite}未能判断", "“{name}” is not known, so {cite} was not judged")

UNITS: Mapping[str, Pair] = {
    "day": ("{n}日", "{n} day|{n} days"),
    "workday": ("{n}个工作日", "{n} working day|{n} working days"),
    "month": ("{n}个月", "{n} month|{n} months"),
    "year": ("{n}年", "{n} year|{n} years"),
    "hour": ("{n}小时", "{n} hour|{n} hours"),
}
