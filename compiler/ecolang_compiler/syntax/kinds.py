"""The kinds of names, as terminals of the grammars and as messages call them."""

from __future__ import annotations

from ecolang.diagnostics import Local

KINDS = {
    "ROLE": Local("角色", "role"),
    "FACT": Local("事实", "fact"),
    "DOC": Local("文件", "document"),
    "EVENT": Local("事件", "event"),
    "STAGE": Local("阶段", "stage"),
    "GROUP": Local("阶段的合称", "group of stages"),
    "OUTCOME": Local("结局", "outcome"),
    "PERIOD": Local("期限", "period"),
    "DEFN": Local("定义", "definition"),
    "FIELD": Local("字段", "field"),
    "VALUE": Local("选项", "option"),
    "PARTY": Local("当事人", "party"),
}
#: The kind that the names of a section's entries have.
SECTION_KINDS = {
    "roles": "ROLE",
    "facts": "FACT",
    "documents": "DOC",
    "events": "EVENT",
    "stages": "STAGE",
    "outcomes": "OUTCOME",
    "periods": "PERIOD",
    "definitions": "DEFN",
}
#: Where a name of a kind is declared, as messages call the place.
PLACES = {
    "ROLE": Local("角色", "roles"),
    "FACT": Local("事实", "facts"),
    "DOC": Local("文件", "documents"),
    "EVENT": Local("事件", "events"),
    "STAGE": Local("阶段", "stages"),
    "GROUP": Local("阶段", "stages"),
    "OUTCOME": Local("结局", "outcomes"),
    "PERIOD": Local("期限", "periods"),
    "DEFN": Local("定义", "definitions"),
    "FIELD": Local("事件", "events"),
    "VALUE": Local("事件", "events"),
}
