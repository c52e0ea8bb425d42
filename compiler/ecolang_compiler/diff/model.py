"""The difference of two policies as values: changes, each with its details, and places that got another number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ecolang.diagnostics import Local

#: What a change is about, in the order in which changes that belong to no article are told.
KINDS = {
    "setting": Local("设置", "setting"),
    "calendar": Local("日历", "calendar"),
    "role": Local("角色", "role"),
    "fact": Local("事实", "fact"),
    "document": Local("文件", "document"),
    "event": Local("事件", "event"),
    "stage": Local("阶段", "stage"),
    "group": Local("合称", "group of stages"),
    "definition": Local("定义", "definition"),
    "duty": Local("义务", "duty"),
    "power": Local("权力", "power"),
    "prohibition": Local("禁止", "prohibition"),
    "actor": Local("作出人", "actor"),
    "count": Local("次数", "count"),
    "period": Local("期限", "period"),
    "period_change": Local("期限的中止、恢复、重新起算或者终结", "change of a running period"),
    "deeming": Local("视为", "deeming"),
    "edge": Local("流转", "move"),
    "contents": Local("文件内容", "contents"),
    "form": Local("参考文本", "form"),
    "order": Local("程序", "order"),
    "signature": Local("签字", "signature"),
    "precedence": Local("优先适用", "precedence"),
    "transition": Local("过渡", "transition"),
    "reading": Local("理解", "reading"),
    "clause": Local("条款", "clause"),
    "guarantee": Local("保证", "guarantee"),
}


@frozen
class Detail:
    """One attribute of a changed thing. `old` None: it was added; `new` None: it is gone; both None: `what` says all.

    `code` names the attribute for programs (`amount`, `anchor`, `modal`, `ground`, …); `what` does it for people, and
    is empty where old and new speak for themselves.
    """

    code: str
    what: Local
    old: Local | None = None
    new: Local | None = None

    def sentence(self, lang: str) -> str:
        """The detail as part of a sentence."""
        zh = lang == "zh"
        what = self.what.zh if zh else self.what.en
        old, new = _said(self.old, zh), _said(self.new, zh)
        if old is None and new is None:
            return what
        if old is not None and new is not None:
            gap = " " if what else ""
            return f"{what}{gap}{old} → {new}" if zh else f"{what}{':' if what else ''}{gap}{old} → {new}"
        verb = ("新增" if old is None else "删去") if zh else ("added" if old is None else "removed")
        words = old if new is None else new
        if not what:
            return f"{verb}：{words}" if zh else f"{verb}: {words}"
        return f"{verb}{what}：{words}" if zh else f"{verb} {what}: {words}"


def _said(words: Local | None, zh: bool) -> str | None:
    return None if words is None else words.zh if zh else words.en


@frozen
class Change:
    """One change of the policy. `action`: added, removed or changed.

    `name`: what is changed, for people. `old_place`, `new_place`: citations, None where the thing stands in no clause
    or is not in that version. `basis`: why the two are held to be one thing: `name` (the rule's name), `formerly`
    (原第…条), `place` (the same place), `content` (alike, elsewhere: only proposed). `consequences`: what follows in
    its clause. `affects`: clauses whose rules speak of the changed thing. `old_ids`, `new_ids`: rows of the programs.
    `near`: for what is gone, where its article is now, if it has another number. `brief`: who does what, in how long;
    None for what only follows from another rule. `speaks`: the names that its rules are about.
    """

    kind: str
    action: str
    name: Local
    old_place: str | None = None
    new_place: str | None = None
    basis: str = "place"
    details: tuple[Detail, ...] = ()
    consequences: tuple[Local, ...] = ()
    affects: tuple[str, ...] = ()
    old_ids: tuple[str, ...] = ()
    new_ids: tuple[str, ...] = ()
    near: str | None = None
    brief: Local | None = None
    speaks: frozenset[str] = frozenset()

    @property
    def place(self) -> str | None:
        """Where the change is to be read: in the new version, else in the old one."""
        return self.new_place or self.old_place

    @property
    def confirmed(self) -> bool:
        """Whether it is certain that the two are one thing."""
        return self.basis != "content"


@frozen
class Move:
    """Places that are called otherwise in the new version, with the same rules. `kind`: renumbered, split or merged.

    Several articles in a row that moved by the same number are one move, first and last given.
    """

    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    confirmed: bool
    run: bool = False  # old and new are the first and last of a run


@frozen
class Rule:
    """One sentence of either or both versions with the rows that it made; None and no rows where one lacks it."""

    old_place: str | None
    new_place: str | None
    old_ids: tuple[str, ...]
    new_ids: tuple[str, ...]
    changed: bool


@frozen
class Difference:
    """What the new version does otherwise than the old one.

    `proved`: the two have the same effect, by comparison of everything that a verdict can depend on. Without it an
    empty list of changes proves nothing. `rules`: every sentence of the two versions, those that are one side by side.
    `headings`: of the new text's articles, by their citations, from the outermost in. `former`: articles of the new
    version that are said to have been others.
    """

    old_title: str
    new_title: str
    changes: tuple[Change, ...]
    moves: tuple[Move, ...]
    proved: bool
    rules: tuple[Rule, ...] = ()
    headings: Mapping[str, tuple[str, ...]] = field(factory=dict)
    former: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether nothing was found."""
        return not self.changes and not self.moves


def local(value: Any) -> Local:
    """A name or number that is the same in both languages."""
    return Local(str(value), str(value))
