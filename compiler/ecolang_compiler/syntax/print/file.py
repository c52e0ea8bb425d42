"""A whole file as blocks of the layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecolang_compiler.syntax import tree as t
from ecolang_compiler.syntax.print.cases import case_block
from ecolang_compiler.syntax.print.conditions import at_hand, condition, head
from ecolang_compiler.syntax.print.declarations import entry, setting, setting_value
from ecolang_compiler.syntax.print.layout import BREAK, SPACE, Block, Items, Part
from ecolang_compiler.syntax.print.phrases import Phrases, finish
from ecolang_compiler.syntax.print.rules import Parts, rule


def blocks(p: Phrases, node: t.PolicyFile) -> Iterator[Block]:
    """The title and everything below it."""
    if node.title.text:
        yield Block((p("regulation", title=p("title", text=node.title.text)) + _label(p, node.title),), node.comments)
    before: Any = None
    for each in node.body:
        # Settings stand together; everything else is set apart.
        gap = not (isinstance(each, t.Setting) and isinstance(before, t.Setting))
        yield _top(p, each, gap)
        before = each


def _label(p: Phrases, name: t.Name) -> str:
    return "" if name.label is None else p("label", text=name.label)


def _top(p: Phrases, node: Any, gap: bool) -> Block:
    match node:
        case t.Setting():
            return _ended(p, (setting(p, node),), node.comments, gap=gap)
        case t.Section():
            children = tuple(_ended(p, entry(p, each), each.comments) for each in node.entries)
            return Block((p.section(node.kind),), node.comments, children, gap)
        case t.Article():
            formerly = "" if node.formerly is None else p("formerly", ref=p.ref(node.formerly))
            children = tuple(_statement(p, each) for each in node.body)
            return Block((p.ref(node.ref) + formerly,), node.comments, children, gap)
        case t.Guarantees():
            children = tuple(_ended(p, (_guarantee(p, each),), each.comments) for each in node.items)
            return Block((p.section("guarantees"),), node.comments, children, gap)
        case _:
            return case_block(p, node, gap)


def _ended(
    p: Phrases, parts: Parts, comments: t.Comments, children: tuple[Block, ...] = (), gap: bool = False
) -> Block:
    """A sentence with its full stop."""
    return Block(tidy((*parts, p("stop"))), comments, children, gap)


def tidy(parts: Parts) -> Parts:
    """The parts with a capital at the start of the sentence, and of none of its items."""
    result: list[Part] = []
    for position, part in enumerate(parts):
        if isinstance(part, Items):
            result.append(Items(tuple(_lowered(each) for each in part.items), part.broken))
        else:
            result.append(finish(part) if position == 0 else finish("\0" + part)[1:])
    return tuple(result)


def _lowered(item: Any) -> Any:
    return type(item)(finish("\0" + item.text)[1:], item.comments)


def _statement(p: Phrases, node: Any) -> Block:
    match node:
        case t.Setting():
            return _ended(p, (setting(p, node),), node.comments)
        case t.ReadingNode():
            return _reading(p, node)
        case _:
            return _ended(p, sentence(p, node), node.comments)


def sentence(p: Phrases, node: t.Sentence) -> Parts:
    """A sentence with its mark and its name, without its full stop."""
    before = _mark(p, node.mark) + ("" if node.name is None else p("rule_name", name=node.name))
    if node.formerly is not None:
        before += p("formerly_sentence", ref=p.ref(node.formerly))
    parts: list[Part] = []
    common = head(p, node.when) if node.when is not None else ""
    for position, each in enumerate(node.rules):
        words = rule(p, each)
        first = words[0]
        assert isinstance(first, str), "a rule begins with words"
        if position == 0 and common:
            colon = len(node.rules) == 1 or at_hand(node.when) or _headed(each)
            first = (p("governing", head=common.rstrip("，," + BREAK + SPACE)) if colon else common) + first
        parts += [p("rule_sep")] if position else []
        parts += [first, *words[1:]]
    # What stands before the sentence proper keeps its own letters.
    opening = parts[0]
    assert isinstance(opening, str), "a sentence begins with words"
    return (before + finish(opening), *parts[1:])


def _headed(rule: Any) -> bool:
    """Whether a rule has a head of its own, so that one which governs all parts of its sentence needs a colon."""
    return any(getattr(rule, name, None) is not None for name in ("when", "in_case", "before"))


def _mark(p: Phrases, mark: t.Mark | None) -> str:
    if mark is None:
        return ""
    parts = []
    if mark.paragraph is not None and mark.item is not None and mark.subitem is not None:
        numbers = {"n": p.numeral(mark.paragraph), "m": p.numeral(mark.item), "k": p.numeral(mark.subitem)}
        return p("mark", parts=p("mark_paragraph_subitem", **numbers))
    if mark.paragraph is not None and mark.item is not None:
        return p("mark", parts=p("mark_paragraph_item", n=p.numeral(mark.paragraph), m=p.numeral(mark.item)))
    if mark.paragraph is not None:
        parts.append(p("mark_paragraph", n=p.numeral(mark.paragraph)))
    if mark.item is not None and mark.subitem is not None:
        parts.append(p("mark_subitem", n=p.numeral(mark.item), m=p.numeral(mark.subitem)))
    elif mark.item is not None:
        parts.append(p("mark_item", n=p.numeral(mark.item)))
    return p("mark", parts="".join(parts))


def _reading(p: Phrases, node: t.ReadingNode) -> Block:
    children = [_ended(p, (p("read_as", text=node.text),), node.text_comments)]
    for alternative in node.alternatives:
        changes = tuple(_replacement(p, each) for each in alternative.replacements)
        words = p("alternatively", name=alternative.name, text=alternative.text)
        children.append(_ended(p, (words,), alternative.comments, changes))
    question = p("reading", name=node.name, question=node.question)
    asked = question if question.endswith(("?", "？")) else question + p("stop")
    return Block((asked,), node.comments, tuple(children))


def _replacement(p: Phrases, node: t.Replacement) -> Block:
    if node.setting is not None:
        words = p(f"setting_{node.setting.kind}_becomes", value=setting_value(p, node.setting))
        return _ended(p, (words,), node.comments)
    start = p("also") if node.target is None else p("becomes", name=node.target)
    if node.sentence is None:
        return _ended(p, (p("not_applied", name=node.target),), node.comments)
    first, *rest = sentence(p, node.sentence)
    return _ended(p, (start + str(first), *rest), node.comments)


def _guarantee(p: Phrases, node: t.GuaranteeNode) -> str:
    if node.form == "reachable" and node.scope == "conforming":
        return finish(p("guarantee_reachable"))
    parts = {
        "act": "" if node.act is None else condition_act(p, node.act),
        "stages": p.names(node.stages),
        "n": node.number,
    }
    before = "" if node.before is None else p("guarantee_before", event=condition_act(p, node.before))
    scope = finish(p(f"guarantee_{node.scope}"))
    return scope + head(p, node.when) + before + p(f"guarantee_{node.form}", **parts)


def condition_act(p: Phrases, node: t.EventPattern) -> str:
    """An event with its guard, as a condition over its fields."""
    return node.event.text + ("" if node.guard is None else p("guard", of=condition(p, node.guard)))
