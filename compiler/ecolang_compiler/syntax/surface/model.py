"""A surface as data; scanner, lexer, builder and messages are the same for all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen


@frozen(eq=False)
class Surface:
    """One way of writing a policy. Patterns are matched against normalised text (see `normal.py`).

    words: terminal -> its spellings, the first being the one that messages show; a spelling may serve several
    terminals, the grammar's state tells which is meant.
    """

    lang: Literal["zh", "en"]
    grammar: str
    words: Mapping[str, tuple[str, ...]]
    #: Keywords in any case, as where they begin a sentence.
    fold: bool
    #: What parts the names of a list, and the clauses of an event's declaration.
    list_marks: str
    clause_marks: str
    #: A line that heads a section of the vocabulary or the guarantees, by the whole line -> kind.
    sections: Mapping[str, str]
    #: A line that heads an article or annex; groups `ref` and perhaps `formerly`.
    article: re.Pattern[str]
    #: A line that heads a case test; group `title`.
    case: re.Pattern[str]
    #: The file's first line; whether a text is written in this surface.
    title: re.Pattern[str]
    #: A sentence of an article by its beginning -> start rule; `rule` where none fits.
    sentences: tuple[tuple[re.Pattern[str], str], ...]
    #: A setting by its beginning; it ends a section of the vocabulary.
    setting: re.Pattern[str]
    #: A line that cannot stand in the middle of a sentence, so that the one before lacks its full stop.
    restart: re.Pattern[str]
    case_restart: re.Pattern[str]
    #: A citation, a citation of an item alone, numbers of items, marks of clauses, days, times, numerals.
    ref: re.Pattern[str]
    rel_ref: re.Pattern[str] | None
    item: re.Pattern[str]
    mark: re.Pattern[str]
    formerly: re.Pattern[str]
    date: re.Pattern[str]
    month_day: re.Pattern[str]
    time: re.Pattern[str]
    number: re.Pattern[str]
    #: Where the words of an item, a part of the matter, and loose words end.
    item_end: re.Pattern[str]
    part_end: re.Pattern[str]
    words_end: re.Pattern[str]
    #: The kinds of finding of a case test, each with its word.
    findings: Mapping[str, str]
    #: Words that no name may equal.
    reserved: frozenset[str]
    #: Words that a drafter may write instead of a keyword -> the keyword.
    synonyms: Mapping[str, str] = field(factory=dict)
