"""What changed in one sentence, and whole sentences that came or went."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from attrs import evolve, field, frozen

from ecolang.diagnostics import Local
from ecolang.numerals import to_chinese
from ecolang_compiler.diff.facets import Compared, Facet, compare
from ecolang_compiler.diff.match import Pair
from ecolang_compiler.diff.model import Change, Detail
from ecolang_compiler.diff.phrases import brief, following, phrase
from ecolang_compiler.diff.units import FOLLOWING, Piece, Unit, spoken
from ecolang_compiler.diff.voice import Speech, Voice

#: What stands before the words of a sentence: a reading's 改为, the paragraph and the rule's name.
_MARKS = re.compile(
    r"^(?:改为：|另加：)?\s*"
    r"(?:[（(][^（()）]*(?:[（(][^（()）]*[）)])?[）)])?\s*"
    r"(?:【[^】]*】|\[[^\]]*\])?\s*"
)
#: Facets of a consequence that repeat what the sentence itself says.
_SHARED = {"stages": "stages", "condition": "condition", "opening": "act"}


@frozen
class Versions:
    """Both policies in both languages. `rescoped`: events whose scope changed, which that of their rules follows;
    `all_rescoped`: so did every scope that is not said."""

    old: Speech
    new: Speech
    rescoped: frozenset[str] = frozenset()
    all_rescoped: bool = False


@frozen
class Outcome:
    """A change or None; whether the rule is touched only through a group or definition; items that moved."""

    change: Change | None
    through: bool = False
    renumbered: tuple[tuple[str, str], ...] = ()


def changed(pair: Pair, versions: Versions) -> Outcome:
    """What differs between the two versions of a rule."""
    found = _Sentence(versions)
    found.primary(pair.old.primary, pair.new.primary)
    found.following(_following(pair.old), _following(pair.new), bool(pair.old.primary or pair.new.primary))
    details = tuple(dict.fromkeys(found.details))
    consequences = tuple(dict.fromkeys(found.consequences))
    if not details and consequences:
        details, consequences = tuple(found.moved), ()
    if not details:
        return Outcome(None, found.through, tuple(found.renumbered))
    change = Change(
        pair.new.kind,
        "changed",
        title(pair.new, versions.new),
        pair.old.cite,
        pair.new.cite,
        pair.basis,
        details,
        consequences,
        old_ids=pair.old.ids,
        new_ids=pair.new.ids,
        brief=_brief(pair.new, versions.new),
        speaks=spoken(pair.new),
    )
    return Outcome(change, found.through, tuple(found.renumbered))


def removed(unit: Unit, versions: Versions) -> Change:
    """A rule that the new version lacks."""
    return Change(
        unit.kind,
        "removed",
        title(unit, versions.old),
        unit.cite,
        details=(Detail("rule", Local("", ""), old=whole(unit, versions.old)),),
        old_ids=unit.ids,
        brief=_brief(unit, versions.old),
        speaks=spoken(unit),
    )


def added(unit: Unit, versions: Versions) -> Change:
    """A rule that the old version lacks."""
    return Change(
        unit.kind,
        "added",
        title(unit, versions.new),
        None,
        unit.cite,
        details=(Detail("rule", Local("", ""), new=whole(unit, versions.new)),),
        new_ids=unit.ids,
        brief=_brief(unit, versions.new),
        speaks=spoken(unit),
    )


def title(unit: Unit, speech: Speech) -> Local:
    """The rule's name, else who does what."""
    if unit.name is not None:
        return Local(f"【{unit.name}】", f"[{unit.name}]")
    first = (unit.primary or unit.pieces)[0]

    def quoted(voice: Voice) -> str:
        return f"“{phrase(first, voice, short=True)}”"

    return speech.say(quoted)


def whole(unit: Unit, speech: Speech) -> Local:
    """The sentence: in its own words in the policy's language, else what its rules say."""

    def said(lang: str) -> str:
        zh = lang == "zh"
        voice = speech.zh if zh else speech.en
        return ("；" if zh else "; ").join(phrase(piece, voice) for piece in unit.pieces)

    zh = speech.program.settings.language == "zh"
    text = _MARKS.sub("", unit.text).rstrip("。.")
    return Local(text if zh and text else said("zh"), text if not zh and text else said("en"))


def _brief(unit: Unit, speech: Speech) -> Local | None:
    """The first rule of a sentence, less its conditions."""
    piece = (unit.primary or unit.pieces)[0]
    if piece.table in ("edges", "period_ops", "contents", "orders", "signatures"):
        return None
    return speech.say(lambda voice: brief(piece, voice))


def _following(unit: Unit) -> list[Piece]:
    return [piece for piece in unit.pieces if piece.table in FOLLOWING]


@frozen
class _Sentence:
    """Details and consequences of one sentence while they are gathered."""

    versions: Versions
    details: list[Detail] = field(factory=list)
    consequences: list[Local] = field(factory=list)
    moved: list[Detail] = field(factory=list)
    renumbered: list[tuple[str, str]] = field(factory=list)
    codes: set[str] = field(factory=set)
    flags: set[str] = field(factory=set)

    @property
    def through(self) -> bool:
        return "through" in self.flags

    def primary(self, old: list[Piece], new: list[Piece]) -> None:
        """The rules that the sentence is about."""
        pairs, gone, come = _pieces(old, new)
        for before, after in pairs:
            found = compare(*_grounds_alike(*self._without_scope(before, after)))
            self._note(found)
            self.codes.update(each.code.split(".")[0] for each in found.details)
            self.details.extend(found.details)
        self._loose(gone, come, self.details)

    def following(self, old: list[Piece], new: list[Piece], beside: bool) -> None:
        """Moves, deemings and changes of periods. Beside a rule that changed in the same way they only follow it."""
        pairs, gone, come = _pieces(old, new)
        recast = beside and "modal" in self.codes
        for before, after in pairs:
            found = compare(before.facets, after.facets)
            self._note(found)
            for each in found.details:
                code = each.code.split(".")[0]
                if beside and (recast or _SHARED.get(code) in self.codes):
                    self._follow(before, after)
                    self.moved.append(each)
                else:
                    self.details.append(_named(each, after) if beside else each)
        into = self.moved if recast else self.details
        self._loose(gone, come, into)
        if recast:
            self.consequences.extend(self._gone(piece, self.versions.old) for piece in gone)
            self.consequences.extend(self._come(piece, self.versions.new) for piece in come)

    def _follow(self, before: Piece, after: Piece) -> None:
        old, new = self.versions.old.say(following(before)), self.versions.new.say(following(after))
        self.consequences.append(Local(f"{old.zh} → {new.zh}", f"{old.en} → {new.en}"))

    def _gone(self, piece: Piece, speech: Speech) -> Local:
        words = speech.say(following(piece))
        return Local(f"不再有：{words.zh}", f"no longer: {words.en}")

    def _come(self, piece: Piece, speech: Speech) -> Local:
        words = speech.say(following(piece))
        return Local(f"新有：{words.zh}", f"new: {words.en}")

    def _loose(self, gone: Iterable[Piece], come: Iterable[Piece], into: list[Detail]) -> None:
        for piece in gone:
            into.append(Detail(_code(piece), _what(piece), old=self.versions.old.say(_words(piece))))
        for piece in come:
            into.append(Detail(_code(piece), _what(piece), new=self.versions.new.say(_words(piece))))

    def _note(self, found: Compared) -> None:
        self.renumbered.extend(found.renumbered)
        if found.through:
            self.flags.add("through")

    def _without_scope(self, before: Piece, after: Piece) -> tuple[dict[str, Facet], dict[str, Facet]]:
        """The facets; the scope is left out where it follows from that of the acts."""
        acts = {event for piece in (before, after) for event in _events(piece)}
        if not self.versions.all_rescoped and not acts & self.versions.rescoped:
            return before.facets, after.facets
        return _scopeless(before), _scopeless(after)


def _grounds_alike(old: dict[str, Facet], new: dict[str, Facet]) -> tuple[dict[str, Facet], dict[str, Facet]]:
    """Grounds of a power and a duty's alternatives are the same list, whatever became of 可以 and 应当."""
    if "ground" in old and "condition" not in old and "ground" not in new:
        return old, _with_grounds(new)
    if "ground" in new and "condition" not in new and "ground" not in old:
        return _with_grounds(old), new
    return old, new


def _with_grounds(facets: dict[str, Facet]) -> dict[str, Facet]:
    known = facets.get("condition")
    if known is None or known.shape != "or" or known.entries is None:
        return facets
    entries = tuple(
        evolve(each, key="", what=Local(f"第（{to_chinese(number)}）项情形", f"ground ({number})"), number=number)
        for number, each in enumerate(known.entries, 1)
    )
    listed = Facet(Local("情形", "ground"), None, entries=entries)
    left = {code: each for code, each in facets.items() if code != "condition"}
    return {**left, "ground": listed}


def _scopeless(piece: Piece) -> dict[str, Facet]:
    return {code: each for code, each in piece.facets.items() if code != "scope"}


def _events(piece: Piece) -> set[str]:
    act = piece.facets.get("act")
    found = {event for event, _ in act.value} if act is not None else set()
    deadline = getattr(piece.row, "deadline", None)
    return found | ({deadline.anchor.event} if deadline is not None and deadline.anchor.event else set())


def _named(detail: Detail, piece: Piece) -> Detail:
    return Detail(f"{piece.table}.{detail.code}", detail.what, detail.old, detail.new)


def _code(piece: Piece) -> str:
    return {"edges": "edge", "deemings": "deeming", "period_ops": "period_change"}.get(piece.table, "rule")


def _what(piece: Piece) -> Local:
    return Local("后果", "consequence") if piece.table in FOLLOWING else Local("", "")


def _words(piece: Piece) -> Callable[..., str]:
    if piece.table in FOLLOWING:
        return following(piece)
    return lambda voice: phrase(piece, voice)


def _pieces(old: list[Piece], new: list[Piece]) -> tuple[list[tuple[Piece, Piece]], list[Piece], list[Piece]]:
    """Rows of the two versions of a sentence that are one: the most alike first."""
    scored = sorted(
        ((_likeness(one, other), -first, -second) for first, one in enumerate(old) for second, other in enumerate(new)),
        reverse=True,
    )
    left, right = dict(enumerate(old)), dict(enumerate(new))
    pairs: list[tuple[int, int]] = []
    for score, first, second in scored:
        if score > 0 and -first in left and -second in right:
            del left[-first], right[-second]
            pairs.append((-first, -second))
    pairs.sort(key=lambda each: each[1])
    return [(old[first], new[second]) for first, second in pairs], list(left.values()), list(right.values())


def _likeness(one: Piece, other: Piece) -> float:
    following = one.table in FOLLOWING
    if following and one.table != other.table:
        return 0
    codes = set(one.facets) | set(other.facets)
    same = sum(
        {"act": 3, "change": 3, "opening": 3}.get(code, 1)
        for code in codes
        if code in one.facets and code in other.facets and one.facets[code].value == other.facets[code].value
    )
    if following and not {"change", "opening"} & {
        code for code in codes if code in one.facets and code in other.facets
        and one.facets[code].value == other.facets[code].value
    }:  # fmt: skip
        return 0
    return (10 if one.table == other.table else 1) + same + 1 / (1 + len(codes))
