"""The vocabulary."""

from __future__ import annotations

from typing import Any

import attrs
from attrs import frozen

from ecolang_compiler.syntax.tree.base import Comments, Name, Node


@frozen
class FieldDecl(Node):
    """NAME（TYPE，默认为…，预定 EVENT）.

    type: bool int money date duration text clause party document choice; left out, it repeats an earlier declaration of
    the same name. default: a bool, a number, an option's name, or None. plans: the event whose day it plans.
    """

    name: Name
    type: str | None = None
    values: tuple[Name, ...] = ()
    required: bool = True
    default: Any = None
    plans: Name | None = None


@frozen
class RoleDecl(Node):
    name: Name
    description: str | None = None
    many: bool = False
    part_of: Name | None = None
    comments: Comments = attrs.field(default=Comments(), eq=False)


@frozen
class FactDecl(Node):
    field: FieldDecl
    comments: Comments = attrs.field(default=Comments(), eq=False)


@frozen
class DocumentDecl(Node):
    name: Name
    comments: Comments = attrs.field(default=Comments(), eq=False)


@frozen
class EventDecl(Node):
    name: Name
    aliases: tuple[Name, ...] = ()
    actors: tuple[Name, ...] = ()
    joint: bool = False
    external: bool = False
    to: tuple[Name, ...] = ()  # 向 or 与
    meets: bool = False  # 与 (printed so), no other meaning
    in_case: bool | None = None
    documents: tuple[Name, ...] = ()
    fields: tuple[FieldDecl, ...] = ()
    comments: Comments = attrs.field(default=Comments(), eq=False)


@frozen
class StageDecl(Node):
    name: Name
    start: bool = False
    outcome: bool = False
    group: tuple[Name, ...] = ()  # 合称
    comments: Comments = attrs.field(default=Comments(), eq=False)


@frozen
class PeriodDecl(Node):
    name: Name
    comments: Comments = attrs.field(default=Comments(), eq=False)


@frozen
class DefinitionDecl(Node):
    name: Name
    condition: Any
    comments: Comments = attrs.field(default=Comments(), eq=False)


@frozen
class Section(Node):
    """A vocabulary section. kind: roles facts documents events stages outcomes periods definitions."""

    kind: str
    entries: tuple[Any, ...]
    comments: Comments = attrs.field(default=Comments(), eq=False)
