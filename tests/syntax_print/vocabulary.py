"""Vocabularies of names that stand apart, in Chinese and in English, some of them odd."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from ecolang_compiler.syntax import tree as t

#: Characters that no keyword of the language holds, one to begin each name, so that no text has two readings.
_FIRST = (
    "甘乙丙丁戊庚辛壬癸子丑寅卯辰巳酉戌亥鸿鹏凤麟龙虎豹狮象鹿兔鸡犬羊牛马猪"
    "猫鱼鸟虫蚁蜂蝶松柏杨柳桃李梅兰竹菊荷莲藕菱芦苇"
)
_NEXT = "岭峰谷溪湖泊滩涂堤坝渠井泉瀑岛礁湾港峡州乡镇村庄巷弄坊塔桥亭阁楼台榭轩窗庭院"
_WORDS = [
    "aspen",
    "birch",
    "cedar",
    "dogwood",
    "elm",
    "fir",
    "ginkgo",
    "hazel",
    "ivy",
    "juniper",
    "kapok",
    "larch",
    "maple",
    "neem",
    "oak",
    "pine",
    "quince",
    "rowan",
    "spruce",
    "teak",
    "upas",
    "viburnum",
    "willow",
    "yew",
    "zelkova",
    "acorn",
    "bramble",
    "clover",
    "daisy",
    "fennel",
    "gorse",
    "heather",
    "iris",
    "jasmine",
    "kudzu",
    "lotus",
    "mallow",
    "nettle",
    "orchid",
    "poppy",
    "rue",
    "sage",
    "thyme",
    "umbel",
    "violet",
    "wasabi",
    "yarrow",
    "zinnia",
    "agate",
    "beryl",
    "coral",
    "diamond",
    "emerald",
    "flint",
    "garnet",
]
#: What follows the first character or word: nothing odd, long names, digits and other alphabets, keywords within.
_TAILS = {
    "zh": (
        ("岭", "峰谷", "溪湖泊"),
        (_NEXT, "岭" * 40),
        ("2号岭", "A岭", "岭X", "·岭", "é岭"),
        ("应当岭", "的岭峰", "之日起谷"),
    ),
    "en": (("",), (" of_Kent", "_" + "y" * 60), ("é", " X y_z", "_2"), (" must hold", " is", " and more", " 5 days")),
}


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What a generated policy may speak of."""

    roles: tuple[str, ...]
    facts: tuple[t.FieldDecl, ...]
    documents: tuple[str, ...]
    events: tuple[str, ...]
    aliases: tuple[str, ...]
    fields: tuple[t.FieldDecl, ...]
    stages: tuple[str, ...]
    group: str
    outcomes: tuple[str, ...]
    periods: tuple[str, ...]
    definitions: tuple[str, ...]
    parties: tuple[str, ...]


def name(text: str) -> t.Name:
    """A use of a name."""
    return t.Name(text)


def names(script: str, style: int, count: int) -> list[str]:
    """Names that begin apart, in one of the styles above."""
    firsts = list(_FIRST) if script == "zh" else _WORDS
    Random(style).shuffle(firsts)
    tails = _TAILS[script][style]
    return [first + tails[index % len(tails)] for index, first in enumerate(firsts[:count])]


def vocabulary(script: str, style: int) -> Vocabulary:
    """A vocabulary with a field of every type."""
    pool = names(script, style, 46)

    def take(count: int) -> tuple[str, ...]:
        taken = tuple(pool[:count])
        del pool[:count]
        return taken

    fields = [t.FieldDecl(name(take(1)[0]), "choice", tuple(map(name, take(3))))]
    for index, kind in enumerate(("bool", "int", "money", "date", "duration", "text", "clause", "party", "document")):
        fields.append(t.FieldDecl(name(take(1)[0]), kind, required=index % 2 == 0))
    facts = (
        t.FieldDecl(name(take(1)[0]), "bool", default=(None, True, False)[style % 3]),
        t.FieldDecl(name(take(1)[0]), "int"),
    )
    return Vocabulary(
        facts=facts,
        fields=tuple(fields),
        roles=take(3),
        documents=take(2),
        events=take(4),
        aliases=take(1),
        stages=take(4),
        group=take(1)[0],
        outcomes=take(2),
        periods=take(2),
        definitions=take(2),
        parties=take(2),
    )


#: Every style of names in both scripts.
VOCABULARIES = [vocabulary(script, style) for script in ("zh", "en") for style in range(4)]


def declarations(v: Vocabulary) -> tuple[t.Section, ...]:
    """The sections that declare the vocabulary, as short as they can be."""
    first, *others = v.events
    fields = tuple(sorted(v.fields, key=lambda each: not each.required))
    events = [t.EventDecl(name(first), tuple(map(name, v.aliases)), fields=fields)]
    stages = [*map(t.StageDecl, map(name, v.stages)), t.StageDecl(name(v.group), group=(name(v.stages[0]),))]
    return (
        t.Section("roles", tuple(t.RoleDecl(name(each)) for each in v.roles)),
        t.Section("facts", tuple(map(t.FactDecl, v.facts))),
        t.Section("documents", tuple(t.DocumentDecl(name(each)) for each in v.documents)),
        t.Section("events", (*events, *(t.EventDecl(name(each)) for each in others))),
        t.Section("stages", tuple(stages)),
        t.Section("outcomes", tuple(t.StageDecl(name(each), outcome=True) for each in v.outcomes)),
        t.Section("periods", tuple(t.PeriodDecl(name(each)) for each in v.periods)),
        t.Section("definitions", tuple(t.DefinitionDecl(name(each), t.Always()) for each in v.definitions)),
    )
