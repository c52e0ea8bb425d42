"""A rule, or what follows from it, said in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ecolang_compiler.diff.facets import Facet
from ecolang_compiler.diff.units import Piece
from ecolang_compiler.diff.voice import Voice


def phrase(piece: Piece, voice: Voice, short: bool = False) -> str:
    """What a row says. `short`: only who does what, or what it speaks of."""
    say = _Phrase(piece.facets, voice)
    if short:
        gap = "" if voice.zh else " "
        own = say("document") or say("period")
        parts = [say("opening"), say("who"), say("act")]
        if piece.table == "period_ops":
            return following(piece)(voice)
        return own or gap.join(part for part in parts if part) or say("condition") or say("change")
    if piece.table in ("edges", "deemings", "period_ops"):
        return following(piece)(voice)
    return say.head() + _CORES.get(piece.table, _act)(say) + say.tail()


def following(piece: Piece) -> Callable[[Voice], str]:
    """What a move, a deeming or a change of a period says: the occasion first."""

    def words(voice: Voice) -> str:
        say = _Phrase(piece.facets, voice)
        gap = "，" if voice.zh else ", "
        return gap.join(part for part in (say.head(), say("opening"), say("change")) if part)

    def trimmed(voice: Voice) -> str:
        return words(voice).replace("，，", "，").replace(", ,", ",")

    return trimmed


def brief(piece: Piece, voice: Voice) -> str:
    """Who does what, and in how long; a period and its length."""
    say = _Phrase(piece.facets, voice)
    gap = "" if voice.zh else " "
    if piece.table == "deemings":
        return say("change")
    if piece.table == "periods":
        return f"{say('period')}{gap}{_length(piece, voice)}"
    if piece.table == "count_limits":
        return _count(say)
    who, modal = say("who"), say("modal")
    for word in ("共同", "各自") if voice.zh else ():
        if who.endswith(word):
            who, modal = who.removesuffix(word), modal + word
    said = gap.join(part for part in (who, modal, say("act")) if part)
    length = _length(piece, voice)
    if length and said.endswith(("）", ")")):
        return f"{said[:-1]}，{length}）" if voice.zh else f"{said[:-1]}, {length})"
    return f"{said}（{length}）" if length and voice.zh else f"{said} ({length})" if length else said


def _length(piece: Piece, voice: Voice) -> str:
    """How long a demand of time is, or the period that it is."""
    time = piece.facets.get("time") or piece.facets.get("lead") or piece.facets.get("after")
    if time is None:
        return ""
    words = time.parts["amount"].words if "amount" in time.parts else time.words
    return words.zh if voice.zh else words.en


class _Phrase:
    def __init__(self, facets: Mapping[str, Facet], voice: Voice) -> None:
        self.facets = facets
        self.zh = voice.zh

    def __call__(self, code: str) -> str:
        facet = self.facets.get(code)
        if facet is None:
            return ""
        if facet.entries is not None and not (facet.words.zh or facet.words.en):
            joined = [each.words.zh if self.zh else each.words.en for each in facet.entries]
            return ("；" if self.zh else "; ").join(joined)
        return facet.words.zh if self.zh else facet.words.en

    def head(self) -> str:
        """Stages and conditions."""
        parts = [say for say in (self("stages"), self("condition")) if say]
        if not parts:
            return ""
        if self.zh:
            return "".join(f"{part}的，" for part in parts).rstrip("，") if "change" in self.facets else "".join(
                f"{part}的，" for part in parts
            )  # fmt: skip
        words = "when " + ", ".join(parts)
        return words if "change" in self.facets else words + ", "

    def tail(self) -> str:
        """Times, exceptions and lists behind the act."""
        codes = ("ground", "item", "step", "exception")
        lists = [self(code) for code in codes if code in self.facets]
        found = [self("before")] if "before" in self.facets else []
        if "void" in self.facets and self.facets["void"].value is not None:
            found.append(self("void"))
        if not self.zh:
            times = ("lead", "after") if "period" in self.facets else ("lead", "time", "after")
            found = [self(code) for code in times if code in self.facets] + found
            return "".join(f", {part}" for part in found) + "".join(f": {part}" for part in lists)
        return "".join(f"，{part}" for part in found) + "".join(f"：{part}" for part in lists)


def _act(say: _Phrase) -> str:
    if say.zh:
        opening = f"{say('opening')}，" if "opening" in say.facets else ""
        times = "，".join(part for part in (say("time"), say("lead"), say("after")) if part)
        if say("modal") == "鼓励":
            return f"{opening}鼓励{say('who')}{times}{say('act')}"
        return f"{opening}{say('who')}{say('modal')}{times}{say('act')}"
    opening = f"{say('opening')}, " if "opening" in say.facets else ""
    return f"{opening}{say('who')} {say('modal')} {say('act')}"


def _actor(say: _Phrase) -> str:
    if say.zh:
        return f"{say('act')}{say('modal')}由{say('who')}作出"
    return f"{say('act')} {say('modal')} be done by {say('who')}"


def _count(say: _Phrase) -> str:
    return _limit(say, say("act"), say("number"))


def _period(say: _Phrase) -> str:
    if say.facets["modal"].value is None:
        return f"{say('period')}为{say('time')}" if say.zh else f"{say('period')} runs {say('time')}"
    return _limit(say, say("period"), say("time"))


def _limit(say: _Phrase, what: str, length: str) -> str:
    return f"{what}{say('modal')}{length}" if say.zh else f"{what} {say('modal')} {length}"


def _document(say: _Phrase) -> str:
    return f"{say('document')}{say('modal')}" if say.zh else f"{say('document')} {say('modal')}"


def _order(say: _Phrase) -> str:
    return f"{say('act')}{say('modal')}" if say.zh else f"{say('act')} {say('modal')}"


def _signature(say: _Phrase) -> str:
    if say.zh:
        return f"{say('document')}{say('modal')}经{say('who')}签字"
    return f"{say('document')} {say('modal')} be signed by {say('who')}"


_CORES: Mapping[str, Callable[[_Phrase], str]] = {
    "actor_rules": _actor,
    "count_limits": _count,
    "periods": _period,
    "contents": _document,
    "orders": _order,
    "signatures": _signature,
}
