"""How messages name what can stand at a place: the drafter's words, never the grammar's."""

from __future__ import annotations

from collections.abc import Iterable

from ecolang.diagnostics import Local
from ecolang_compiler.syntax.kinds import KINDS
from ecolang_compiler.syntax.surface import Surface

_SAID = {
    "NUMBER": Local("数字", "a number"),
    "DATE": Local("日期", "a date"),
    "TIME": Local("时刻", "a time of day"),
    "REF": Local("条款项的出处", "a citation"),
    "REL_REF": Local("项的出处", "an item’s citation"),
    "ITEM": Local("项的序号", "an item’s number"),
    "MARK": Local("款项的标记", "a mark of a paragraph or item"),
    "FORMERLY": Local("原条款的出处", "a former citation"),
    "NAMED": Local("【名称】", "a rule’s name in brackets"),
    "TITLE": Local("《标题》", "a title"),
    "QUOTE": Local("引号里的文字", "quoted words"),
    "LABEL": Local("〔英文名〕", "a label in brackets"),
    "TEXT": Local("说明文字", "words"),
    "ITEM_TEXT": Local("一项的内容", "an item’s words"),
    "PART": Local("事项的一部分", "a part of the matter"),
    "WORDS": Local("文字", "words"),
    "FINDING": Local("问题的种类", "a kind of finding"),
}
_MARKS = {
    "zh": {"COMMA": "，", "COLON": "：", "SEMI": "；", "STOP": "。", "LIST_SEP": "、", "LPAR": "（", "RPAR": "）"},
    "en": {"COMMA": ",", "COLON": ":", "SEMI": ";", "STOP": ".", "LIST_SEP": ",", "LPAR": "(", "RPAR": ")"},
}
_UNITS = ("DAY", "WORKDAY", "MONTH", "YEAR", "HOUR")
#: Where all of these can stand, any condition can.
_CONDITION = frozenset(("STAGE", "EVENT", "FACT", "FIELD", "HAS", "HAS_NOT"))
_CONDITION_STARTS = frozenset(
    (
        *("STAGE", "GROUP", "OUTCOME", "EVENT", "FACT", "FIELD", "DOC", "PERIOD", "DEFN"),
        *("HAS", "HAS_NOT", "NOT", "NOT_SO", "LAST", "FIRST", "EVERY", "STATED", "AT_STAGE", "OVERDUE", "STILL_MUST"),
        *("IN_CASE", "BY", "ANY", "ALL", "ANY_OTHER", "ALL_OTHER", "ALWAYS", "LPAR", "ONE_LISTED", "ALL_LISTED"),
        *("VIA", "EACH_OF", "LATE", "OTHERWISE", "BREACH"),
    )
)
#: Left out where anything else can stand.
_SELDOM = frozenset(("AT_MOST", "BEFORE_FORCE", "AFTER_FORCE", "FORMERLY", "PARTY"))
_MOST = 6
_FEW_KINDS = 2
#: What a drafter most likely left out or may write next comes first.
_FIRST = ("STOP", "WHEN_END", "CONDITION", *KINDS, "NUMBER", "MUST", "MAY", "MUST_NOT", "COMMA", "IS", "ENTER")


def spelled(terminal: str, surface: Surface) -> str | None:
    """A terminal as it is written, if it is always written the same."""
    mark = _MARKS[surface.lang].get(terminal)
    if mark is not None:
        return mark
    words = surface.words.get(terminal)
    return words[0] if words else None


def expected(terminals: Iterable[str], surface: Surface) -> Local | None:
    """What can stand at a place, the likeliest first; None if nothing is known."""
    left = set(terminals) - {"$END"}
    if left.issuperset(_UNITS):
        left -= set(_UNITS)
        left.add("UNIT")
    if left.issuperset(_CONDITION):
        left -= _CONDITION_STARTS
        left.add("CONDITION")
    left -= _SELDOM if left - _SELDOM else set()
    order = {terminal: index for index, terminal in enumerate(_FIRST)}
    zh: list[str] = []
    en: list[str] = []
    kinds = [kind for kind in KINDS if kind in left and kind != "GROUP"]
    if len(kinds) > _FEW_KINDS:
        left -= set(KINDS)
        nouns = [KINDS[kind] for kind in kinds]
        zh.append(_joined([each.zh for each in nouns], "、", "或者") + "的名称")
        en.append("the name of " + _joined([with_article(each.en) for each in nouns], ", ", " or "))
    for terminal in sorted(left, key=lambda each: (order.get(each, len(order)), each)):
        said = _phrase(terminal, surface)
        if said is not None and said.zh not in zh:
            zh.append(said.zh)
            en.append(said.en)
    if not zh:
        return None
    more = len(zh) > _MOST
    return Local(
        _joined(zh[:_MOST], "、", "或者") + ("等" if more else ""),
        _joined(en[:_MOST], ", ", " or ") + (" …" if more else ""),
    )


def _joined(items: list[str], between: str, last: str) -> str:
    return between.join(items[:-1]) + last + items[-1] if len(items) > 1 else "".join(items)


def _phrase(terminal: str, surface: Surface) -> Local | None:
    if terminal == "UNIT":
        return Local("期间的单位", "a unit of time")
    if terminal == "CONDITION":
        return Local("条件", "a condition")
    if terminal in KINDS:
        kind = KINDS[terminal]
        if terminal == "GROUP":
            return kind
        return Local(f"{kind.zh}的名称", f"the name of {with_article(kind.en)}")
    if terminal in _SAID:
        return _SAID[terminal]
    word = spelled(terminal, surface)
    return None if word is None else Local(f"「{word}」", f"“{word}”")


def kinds_said(terminals: Iterable[str]) -> Local | None:
    """The kinds of names among some terminals, as one phrase."""
    found = [KINDS[terminal] for terminal in KINDS if terminal in terminals]
    if not found:
        return None
    en = [with_article(each.en) for each in found]
    return Local(_joined([each.zh for each in found], "、", "或者"), _joined(en, ", ", " or "))


def with_article(noun: str) -> str:
    """An English noun after a or an."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
