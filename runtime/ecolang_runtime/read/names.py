"""What an input file may call things: the keys of a record, and every name, alias and label of a policy."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ecolang.diagnostics import Local, nearest
from ecolang.numerals import to_chinese
from ecolang.program import Document, Event, Field, Item, Program, Role
from ecolang.program.features import item_reads
from ecolang.source_ref import Ref, parse_ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    T = TypeVar("T")
else:
    T = object


#: The keys of an event, a fact or a case, each with the words that people write for it.
KEYS: Mapping[str, tuple[str, ...]] = {
    "case": ("case", "案件", "案件号", "案号", "案件编号"),
    "event": ("event", "事件"),
    "on": ("on", "date", "日期"),
    "at": ("at", "time", "时间"),
    "party": ("party", "当事人"),
    "by": ("by", "作出人"),
    "fields": ("fields", "字段"),
    "each": ("each", "分别"),
    "documents": ("documents", "文件"),
    "steps": ("steps", "步骤"),
    "ground": ("ground", "依据"),
    "part": ("part", "部分"),
    "received": ("received", "收到", "收到日期"),
}
CASE_KEYS: Mapping[str, tuple[str, ...]] = {
    "case": KEYS["case"],
    "opened": ("opened", "立案日期", "立案"),
    "parties": ("parties", "roles", "当事人", "角色"),
    "facts": ("facts", "事实"),
    "events": ("events", "事件"),
}
FACT_KEYS: Mapping[str, tuple[str, ...]] = {
    "case": KEYS["case"],
    "on": KEYS["on"],
    "facts": CASE_KEYS["facts"],
    "party": KEYS["party"],
}
DOCUMENT_KEYS: Mapping[str, tuple[str, ...]] = {
    "items": ("items", "内容"),
    "signed": ("signed", "签字"),
    "refused": ("refused", "拒绝签字"),
    "noted": ("noted", "注明"),
    "complete": ("complete", "齐全"),
    "missing": ("missing", "缺少"),
}


#: How a message calls a key, in each language.
KEY_LABEL: Mapping[str, Local] = {
    key: Local(next(word for word in words if not word.isascii()), words[0])
    for key, words in {**CASE_KEYS, **KEYS}.items()
}


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A name without what people write in different ways: width, case, spaces, hyphens and underscores."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("_", " ").replace("-", " ")
    return " ".join(plain.split())


def key_table(keys: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The key that each word stands for, by the word's folded form."""
    return {fold(word): key for key, words in keys.items() for word in words}


EVENT_KEY = key_table(KEYS)
CASE_KEY = key_table(CASE_KEYS)
FACT_KEY = key_table(FACT_KEYS)
DOCUMENT_KEY = key_table(DOCUMENT_KEYS)


#: Words that were looked up are kept until there are so many.
_MOST_FOUND = 20_000


class Lookup(dict[str, T]):
    """Things by every way of writing their names; names win over aliases, aliases over labels."""

    def __init__(self, named: Iterable[tuple[T, tuple[str | None, ...]]]) -> None:
        super().__init__()
        rows = list(named)
        for place in range(max((len(words) for _, words in rows), default=0)):
            for thing, words in rows:
                if place < len(words) and (word := words[place]):
                    self.setdefault(fold(word), thing)
        self._words = [word for _, words in rows for word in words if word]
        self._found: dict[str, T | None] = {}

    def find(self, word: str) -> T | None:
        """The thing of that name, or None."""
        try:
            return self._found[word]
        except KeyError:
            if len(self._found) >= _MOST_FOUND:
                self._found = {}
            found = self._found[word] = self.get(fold(word))
            return found

    def nearest(self, word: str) -> str | None:
        """The written name nearest to a word that names nothing, or None when all are far."""
        return nearest(unicodedata.normalize("NFKC", word), self._words)


class EventNames:
    """An event with the names of its fields."""

    __slots__ = ("event", "fields")

    def __init__(self, event: Event) -> None:
        self.event = event
        self.fields = Lookup((field, (field.id, field.label)) for field in event.fields)


class DocumentNames:
    """A document with the items of its lists, by key and number; `reads`: what rules read of an item."""

    __slots__ = ("document", "items", "keys", "reads")

    def __init__(self, document: Document, items: Iterable[Item], reads: Mapping[str, str]) -> None:
        self.document = document
        self.reads = reads
        rows = list(items)
        self.keys = tuple(dict.fromkeys(item.key for item in rows))
        numbered: dict[str, str] = {}
        for item in rows:
            for word in (str(item.number), f"({item.number})", f"({to_chinese(item.number)})", item.cite or ""):
                numbered.setdefault(fold(word), item.key)
        self.items = Lookup((key, (key,)) for key in self.keys)
        for word, key in numbered.items():
            self.items.setdefault(word, key)


class Names:
    """Every name of a policy that a case may use. Immutable once made; safe to share."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.events: Lookup[EventNames] = Lookup(
            (EventNames(event), (event.id, *event.aliases, event.label)) for event in program.events
        )
        self.facts: Lookup[Field] = Lookup((fact, (fact.id, fact.label)) for fact in program.facts)
        self.roles: Lookup[Role] = Lookup((role, (role.id, role.label)) for role in program.roles)
        lists: dict[str, list[Item]] = {}
        for contents in program.contents:
            if not contents.form:
                lists.setdefault(contents.document, []).extend(contents.items)
        reads: dict[str, dict[str, str]] = {}
        for (document, item), kind in item_reads(program).items():
            reads.setdefault(document, {})[item] = kind
        self.documents: Lookup[DocumentNames] = Lookup(
            (DocumentNames(row, lists.get(row.id, ()), reads.get(row.id, {})), (row.id, row.label))
            for row in program.documents
        )
        self.steps: dict[str, Lookup[str]] = {}
        for order in program.orders:
            steps = Lookup((step.key, (step.key,)) for step in order.steps)
            for step in order.steps:
                steps.setdefault(str(step.number), step.key)
            self.steps.setdefault(order.event, steps)
        self.plain: Any = None  # what reads plain records, made by whoever reads the first one
        self.parts = tuple(dict.fromkeys(edge.fork for edge in program.edges if edge.fork))
        self.track_role = program.settings.track_role
        self._clauses: dict[Ref, str] | None = None

    def clause(self, text: str) -> str | None:
        """The policy's own words for a clause that it knows, or None."""
        ref = parse_ref(text)
        return None if ref is None else self.clauses.get(ref)

    @property
    def clauses(self) -> Mapping[Ref, str]:
        """Every place that the policy's rules and grounds cite, in its own words."""
        if self._clauses is None:
            program = self.program
            tables = (program.duties, program.powers, program.prohibitions, program.edges, program.clauses)
            found: dict[Ref, str] = {}
            for cite in (
                *(ground.cite for power in program.powers for ground in power.grounds),
                *(getattr(row, "cite", None) or row.id for table in tables for row in table),
            ):
                ref = parse_ref(cite)
                if ref is not None:
                    found.setdefault(ref, cite)
            self._clauses = found
        return self._clauses

    def concerns_track(self, event: Event) -> bool:
        """Whether occurrences of the event must say which holder they concern."""
        return self.track_role is not None and event.scope == "track"
