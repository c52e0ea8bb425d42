"""The sentences in which a date explains itself, one table a language."""

from __future__ import annotations

from ecolang.time.days import Lang

#: Every template names the same fields in both languages.
SENTENCES: dict[str, dict[Lang, str]] = {
    "from_next": {
        "zh": "自{trigger}起{amount}，当日不计入，自{first}起算。",
        "en": "{amount} from {trigger}, that day not counted; the first counted day is {first}.",
    },
    "from_same": {
        "zh": "自{trigger}起{amount}，当日计入。",
        "en": "{amount} from {trigger}, that day counted.",
    },
    "from_moved": {
        "zh": "自{trigger}起{amount}，起算日遇休息日顺延，自{first}起算。",
        "en": "{amount} from {trigger}; the first day moves over days off to {first}.",
    },
    "from_none": {
        "zh": "自{trigger}起{amount}。",
        "en": "{amount} from {trigger}.",
    },
    "before_clear": {
        "zh": "{trigger}之前须有完整的{amount}，当日和行为日都不计入。",
        "en": "{amount} in full must lie before {trigger}; neither that day nor the day of the act is counted.",
    },
    "before_counted": {
        "zh": "自{trigger}的前一日起倒数{amount}，行为日计入。",
        "en": "{amount} counted back from the day before {trigger}, the day of the act included.",
    },
    "skipped": {"zh": "不计入：{runs}。", "en": "Not counted: {runs}."},
    "make_up": {"zh": "调休上班、计入的休息日：{runs}。", "en": "Weekend days worked and counted: {runs}."},
    "added": {"zh": "延长{amount}{cause}，合并计算。", "en": "Extended by {amount}{cause}, added to the period."},
    "after_end": {
        "zh": "{end}届满后延长{amount}{cause}，自次日起算。",
        "en": "Extended by {amount}{cause}, counted from the day after {end}.",
    },
    "pending": {
        "zh": "延长{amount}{cause}尚未决定，期间暂不届满。",
        "en": "An extension by {amount}{cause} is undecided; until then the period does not lapse.",
    },
    "refused": {
        "zh": "延长{amount}{cause}未获准，期间不变。",
        "en": "An extension by {amount}{cause} was refused; the period is unchanged.",
    },
    "moved": {
        "zh": "期满之日{nominal}是休息日（{why}），顺延至{last}。",
        "en": "The period would end on {nominal}, a day off ({why}); it moves to {last}.",
    },
    "moved_back": {
        "zh": "期满之日{nominal}是休息日（{why}），提前至{last}。",
        "en": "The period would end on {nominal}, a day off ({why}); it moves back to {last}.",
    },
    "last": {"zh": "末日为{last}。", "en": "The last day is {last}."},
    "last_before": {"zh": "最迟为{last}。", "en": "The latest day is {last}."},
    "ends_at": {"zh": "至{instant}届满。", "en": "It ends at {instant}."},
    "open": {
        "zh": "中止尚未恢复，末日未定。",
        "en": "The suspension has not ended, so the last day is not known yet.",
    },
    "no_time": {
        "zh": "没有写明起算的时刻，按当日二十四时起算；最早于{instant}届满。",
        "en": "The time of day is not known: counted from midnight at its end; the earliest end is {instant}.",
    },
    "clause": {"zh": "依据：{clause}。", "en": "By {clause}."},
    "provisional": {
        "zh": "暂定：{gaps}；实际末日在{earliest}至{latest}之间。",
        "en": "Provisional: {gaps}; the true last day lies between {earliest} and {latest}.",
    },
    "provisional_same": {
        "zh": "暂定：{gaps}。",
        "en": "Provisional: {gaps}.",
    },
    "provisional_open": {
        "zh": "暂定：{gaps}；实际末日的范围无法确定。",
        "en": "Provisional: {gaps}; how far the true last day may lie is not known.",
    },
    "gap": {
        "zh": "日历“{layer}”没有{year}年的安排{note}",
        "en": "the calendar {layer} does not cover {year}{note}",
    },
    "negative_amount": {"zh": "期间的数目不能是负数。", "en": "A period can't have a negative amount."},
    "out_of_range": {"zh": "期间超出了可以计算的年份（1年至9999年）。", "en": "The period leaves the years 1 to 9999."},
    "no_corresponding_day": {
        "zh": "自{trigger}起{amount}，到期月没有对应日，而法规没有规定怎样处理。",
        "en": "{amount} from {trigger}: that month has no corresponding day, and the regulation is silent.",
    },
    "mixed_units": {
        "zh": "以小时计算的期间和以日、月、年计算的期间不能互相延长。",
        "en": "A period in hours and one in days, months or years can't extend each other.",
    },
}

_UNITS: dict[str, tuple[str, str]] = {
    "day": ("日", "day"),
    "workday": ("个工作日", "working day"),
    "month": ("个月", "month"),
    "year": ("年", "year"),
    "hour": ("小时", "hour"),
}
REASONS: dict[str, dict[Lang, str]] = {
    "weekend": {"zh": "周末", "en": "weekend"},
    "holiday": {"zh": "{name}放假", "en": "{name}"},
    "added": {"zh": "日历规定休息", "en": "day off by the calendar"},
    "suspended": {"zh": "中止：{name}", "en": "suspended: {name}"},
    "suspended_plain": {"zh": "中止", "en": "suspended"},
}


def say(sentence: str, lang: Lang, **values: str) -> str:
    """A sentence with its fields filled in; what stands in a value is never read as a template."""
    return fill(SENTENCES[sentence][lang], values)


def fill(template: str, values: dict[str, str]) -> str:
    """Puts values in the places of a template, once, left to right."""
    parts = template.split("{")
    text = parts[0]
    for part in parts[1:]:
        name, _, rest = part.partition("}")
        text += values[name] + rest
    return text


def amount_words(amount: int, unit: str, lang: Lang) -> str:
    """An amount with its unit: 5个工作日, 5 working days."""
    zh, en = _UNITS[unit]
    return f"{amount}{zh}" if lang == "zh" else f"{amount} {en}{'' if amount == 1 else 's'}"


def joined(parts: list[str], lang: Lang) -> str:
    """Parts of a list in a sentence."""
    return ("、" if lang == "zh" else ", ").join(parts)
