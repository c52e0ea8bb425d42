"""The words that messages and row ids need, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ecolang.diagnostics import Local
from ecolang.time.days import format_date, iso, parse_date

KINDS: Mapping[str, Local] = {
    "role": Local("角色", "role"),
    "fact": Local("事实", "fact"),
    "document": Local("文件", "document"),
    "event": Local("事件", "event"),
    "stage": Local("阶段", "stage"),
    "outcome": Local("结局", "outcome"),
    "group": Local("合称", "group of stages"),
    "period": Local("期限", "period"),
    "definition": Local("定义", "definition"),
    "field": Local("字段", "field"),
    "rule": Local("规则名", "rule name"),
}

TYPES: Mapping[str, Local] = {
    "bool": Local("是否", "yes or no"),
    "choice": Local("选项", "an option"),
    "int": Local("整数", "a whole number"),
    "money": Local("金额", "an amount"),
    "date": Local("日期", "a date"),
    "duration": Local("时长", "a duration"),
    "text": Local("文字", "text"),
    "clause": Local("条款", "a clause"),
    "party": Local("当事人", "a party"),
    "document": Local("文件", "a document"),
}

UNITS: Mapping[str, Local] = {
    "day": Local("日", "days"),
    "workday": Local("个工作日", "working days"),
    "month": Local("个月", "months"),
    "year": Local("年", "years"),
    "hour": Local("小时", "hours"),
}

#: The words of row ids, by the policy's language.
ID_WORDS: Mapping[str, Local] = {
    "must": Local("应当", "must"),
    "principle": Local("原则上应当", "must in principle"),
    "encourage": Local("鼓励", "encouraged"),
    "may": Local("可以", "may"),
    "must_not": Local("不得", "must not"),
    "actor": Local("由", "by"),
    "max": Local("不超过", "at most"),
    "min": Local("不少于", "at least"),
    "deemed": Local("视为", "deemed"),
    "enter": Local("进入", "enter"),
    "fork": Local("另行办理", "fork"),
    "contents": Local("包括", "includes"),
    "form": Local("参考文本", "form"),
    "order": Local("程序", "order"),
    "late": Local("逾期", "late"),
    "otherwise": Local("否则", "otherwise"),
    "prevails": Local("为准", "prevails"),
    "follows": Local("适用", "follows"),
    "start": Local("立案", "start"),
    "condition": Local("条件", "condition"),
    "within": Local("期间", "period"),
    "before": Local("提前", "before"),
    "by": Local("不迟于", "by"),
    "prompt": Local("及时", "promptly"),
    "after": Local("届满后", "after"),
    "suspend": Local("中止", "suspend"),
    "resume": Local("恢复", "resume"),
    "restart": Local("重新起算", "restart"),
    "end": Local("终结", "end"),
    "hasten": Local("提前届满", "bring forward"),
    "guarantee": Local("保证", "guarantee"),
}


def day_words(day: int) -> Local:
    """The date of an ordinal as a policy writes it."""
    return Local(format_date(day, "zh"), iso(day))


def written_day(text: str) -> Local | str:
    """The same of a date as 2026-03-02; anything else as it is."""
    day = parse_date(text)
    return text if day is None else day_words(day)


def amount_words(number: int, unit: str | None) -> Local:
    """An amount with its unit, or a number of times, as a message says it."""
    if unit is None:
        return Local(f"{number}次", f"{number} time{'' if number == 1 else 's'}")
    name = UNITS[unit]
    return Local(f"{number}{name.zh}", f"{number} {name.en if number != 1 else name.en.removesuffix('s')}")
