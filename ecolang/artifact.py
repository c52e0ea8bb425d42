"""The compiled policy as JSON: lossless, canonical, and refused with words when it cannot be read.

How each field is written follows from its annotation in `ecolang.program`, so a new field needs no change here. Fields
at their default are left out. A value that a JSON form cannot tell apart from another is marked: `{"$list": [...]}` is
a list where tuples are the rule, `{"$tuple": [...]}` the reverse, `{"$decimal": "1.50"}` an exact amount.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache

from ecolang import program as tables
from ecolang.digest import digest_of, has_marks, is_sealed, seal
from ecolang.program import FORMAT, Program
from ecolang.rows import MISSING, Field, dataclass, fields, is_dataclass, row_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any, Literal, TypeAlias

_BOM = b"\xef\xbb\xbf"
Kind: TypeAlias = (
    'Literal["unreadable", "unwritable", "not_json", "not_a_program", "newer", "unknown_part", "damaged", "changed"]'
)

_MESSAGES: dict[Kind, tuple[str, str]] = {
    "unreadable": ("打不开编译结果「{file}」：{detail}。", "cannot open the compiled policy “{file}”: {detail}."),
    "unwritable": ("写不进编译结果「{file}」：{detail}。", "cannot write the compiled policy “{file}”: {detail}."),
    "not_json": ("「{file}」不是 JSON：{detail}。", "“{file}” is not JSON: {detail}."),
    "not_a_program": (
        "「{file}」不是编译后的政策：没有「format」，或者其值不是「{expected}」。",
        "“{file}” is not a compiled policy: it has no “format”, or one that is not “{expected}”.",
    ),
    "newer": (
        "「{file}」的格式是「{detail}」，这里只能读「{expected}」：请升级 ecolang，或者从政策文本重新编译。",
        "“{file}” has the format “{detail}”, only “{expected}” can be read here: upgrade ecolang, or compile the "
        "policy text again.",
    ),
    "unknown_part": (
        "「{file}」里有这里不认识的部分「{detail}」：请升级 ecolang，或者从政策文本重新编译。",
        "“{file}” has a part that is not known here, “{detail}”: upgrade ecolang, or compile the policy text again.",
    ),
    "damaged": (
        "「{file}」已损坏，「{detail}」处读不出来：请从政策文本重新编译。",
        "“{file}” is damaged at “{detail}”: compile the policy text again.",
    ),
    "changed": (
        "「{file}」的内容与其中记录的摘要不符，编译之后被改过：请改政策文本，再重新编译。",
        "“{file}” does not match the digest that it records; it was changed after it was compiled: change the policy "
        "text and compile it again.",
    ),
}


@dataclass(frozen=True, slots=True)
class ArtifactError:
    """Why a compiled policy could not be read or written, as a value."""

    kind: Kind
    file: str = "JSON"
    detail: str = ""

    def message(self, lang: str = "zh") -> str:
        """The sentence that a person reads, in Chinese (`zh`) or English."""
        template = _MESSAGES[self.kind][0 if lang == "zh" else 1]
        return template.format(file=self.file, detail=_short(self.detail), expected=FORMAT)


class _Bad(Exception):
    """Inside a decoder only: where the data is wrong, as a path that grows on the way out."""

    def __init__(self, where: str = "", kind: Kind = "damaged") -> None:
        super().__init__(where)
        self.where = where
        self.kind: Kind = kind

    def under(self, place: str) -> _Bad:
        """The same, seen from one level further out."""
        return _Bad(place + ("." if self.where and self.where[0] != "[" else "") + self.where, self.kind)

    def __str__(self) -> str:
        return self.where


Decoder: TypeAlias = "Callable[[Any], Any]"
Encoder: TypeAlias = "Callable[[Any], Any]"


def row_to_json(row: Any) -> dict[str, Any]:
    """A row (any dataclass of `ecolang.program`) as a JSON object: defaults left out, tuples as lists."""
    result: dict[str, Any] = {}
    cls: type = type(row)
    for each, encode, _ in _plan(cls):
        value = getattr(row, each.name)
        if not _is_default(each, value):
            result[each.name] = encode(value)
    return result


def row_from_json(table: str, data: dict[str, Any]) -> Any:
    """The row of a table (a field of `Program`, such as "duties") from its JSON object, or an `ArtifactError`."""
    row_class = _table_classes().get(table)
    if row_class is None:
        return ArtifactError("unknown_part", detail=table)
    try:
        return _decode_row(row_class, data)
    except _Bad as bad:
        return ArtifactError(bad.kind, detail=str(bad.under(table)))


def to_json(program: Program) -> dict[str, Any]:
    """The whole policy as a JSON object, with its `format` first and the `hash` of its content second."""
    body = row_to_json(program)
    body.pop("format", None)
    return {"format": program.format, "hash": _digest(body), **body}


def from_json(data: Any, file: str = "JSON", *, sealed: bool = False, marked: bool = True) -> Program | ArtifactError:
    """The policy of a JSON object, or why it cannot be had. A `hash` that is there must fit; messages name `file`.

    `sealed`: its text is known to be as it was written, which says so of the hash. Not `marked`: no value in it has a
    mark, so that plain values are themselves.
    """
    wrong = _wrong_format(data, file)
    if wrong is not None:
        return wrong
    body = {key: value for key, value in data.items() if key not in ("format", "hash", "seal")}
    try:
        if not sealed and "hash" in data and data["hash"] != _digest(body):
            return ArtifactError("changed", file)
        program: Program = _decode_row(Program, {**body, "format": data["format"]}, marked)
    except _Bad as bad:
        return ArtifactError(bad.kind, file, str(bad))
    except RecursionError:
        return ArtifactError("damaged", file, "…")
    return program


def dumps(program: Program) -> str:
    """The canonical text: equal policies give equal text. Rows keep their order, since it has a meaning."""
    return seal(json.dumps(to_json(program), ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def dump(program: Program, path: str | Path) -> ArtifactError | None:
    """Write the canonical text to a file as UTF-8; the error, if there is one."""
    # A lone surrogate is no UTF-8; its escape by backslash is also how JSON writes it.
    content = dumps(program).encode("utf-8", "backslashreplace")
    try:
        with open(path, "wb") as stream:
            stream.write(content)
    except OSError as error:
        return ArtifactError("unwritable", str(path), error.strerror or "")
    return None


def load(path: str | Path) -> Program | ArtifactError:
    """Read a file that `dump` wrote, or say why it cannot be read."""
    try:
        with open(path, "rb") as stream:
            content = stream.read()
    except OSError as error:
        return ArtifactError("unreadable", str(path), error.strerror or "")
    return loads(content, str(path))


def loads(content: bytes | str, file: str = "JSON", *, sealed: bool | None = None) -> Program | ArtifactError:
    """The policy of a file's content (UTF-8, with or without a BOM); `file` names it in messages. `sealed`: whether its
    seal fits, where that is known."""
    try:
        text = text_of(content)
        data = json.loads(text)
    except UnicodeDecodeError:
        return ArtifactError("not_json", file, "UTF-8?")
    except json.JSONDecodeError as error:
        return ArtifactError("not_json", file, f"{error.lineno}:{error.colno}")
    except (RecursionError, ValueError):
        return ArtifactError("not_json", file, "…")
    return from_json(data, file, sealed=is_sealed(content) if sealed is None else sealed, marked=has_marks(text))


def text_of(content: bytes | str) -> str:
    """A file's content as text. Raises UnicodeDecodeError."""
    # utf-8-sig is a codec written in Python, slow to import and to run.
    return content.removeprefix(_BOM).decode() if isinstance(content, bytes) else content


def _wrong_format(data: Any, file: str) -> ArtifactError | None:
    if not isinstance(data, dict) or not isinstance(data.get("format"), str):
        return ArtifactError("not_a_program", file)
    name, _, version = data["format"].partition("/")
    expected_name, _, expected = FORMAT.partition("/")
    if name != expected_name or not version.split(".")[0].isdecimal():
        return ArtifactError("not_a_program", file)
    if version.split(".")[0] != expected.split(".")[0]:
        return ArtifactError("newer", file, data["format"])
    return None


def _digest(body: dict[str, Any]) -> str:
    return digest_of(json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def _is_default(each: Field[Any], value: Any) -> bool:
    if each.default is not MISSING:
        return type(value) is type(each.default) and bool(value == each.default)
    return each.default_factory is not MISSING and bool(value == each.default_factory())


@cache
def _table_classes() -> dict[str, type]:
    """The tables of a program by name, with the class of their rows."""
    found = {each.name: _row_class(str(each.type)) for each in fields(Program)}
    return {name: cls for name, cls in found.items() if cls is not None}


def _row_class(annotation: str) -> type | None:
    name = annotation.removeprefix("tuple[").removesuffix(", ...]").removesuffix(" | None")
    cls = getattr(tables, name, None)
    return cls if isinstance(cls, type) and is_dataclass(cls) else None


@cache
def _plan(cls: type, marked: bool = True) -> tuple[tuple[Field[Any], Encoder, Decoder], ...]:
    """How each field of a row is written and read; made at first use, so that importing costs nothing."""
    return tuple((each, *_codec(str(each.type), marked)) for each in fields(cls))


def _codec(annotation: str, marked: bool) -> tuple[Encoder, Decoder]:
    row_class = _row_class(annotation)
    many = annotation.startswith("tuple[")
    plain: Decoder = _read_plain if marked else _same
    write: Encoder
    read: Decoder
    if row_class is not None:
        read_row: Decoder = lambda data: _decode_row(row_class, data, marked)  # noqa: E731
        write, read = (_write_rows, _each(read_row)) if many else (row_to_json, read_row)
    elif annotation.startswith("tuple[dict["):
        write, read = _write_plain_each, _each(_object(plain))
    elif annotation.startswith("dict["):
        write, read = _write_plain, _object(plain)
    elif annotation == "Any":
        write, read = _write_plain, plain
    elif many or annotation.startswith("Expr"):
        write, read = _write_tuples, _read_tuple
    else:
        write, read = _same, _scalar(annotation)
    return (_optional_write(write), _optional_read(read)) if annotation.endswith("| None") else (write, read)


def _optional_write(write: Encoder) -> Encoder:
    return lambda value: None if value is None else write(value)


def _optional_read(read: Decoder) -> Decoder:
    return lambda data: None if data is None else read(data)


def _same(value: Any) -> Any:
    return value


def _scalar(annotation: str) -> Decoder:
    expected = {"str": str, "int": int, "bool": bool}[annotation.split(" ")[0]]

    def read(data: Any) -> Any:
        if type(data) is not expected:
            raise _Bad
        return data

    return read


def _object(read: Decoder) -> Decoder:
    def read_object(data: Any) -> Any:
        if type(data) is not dict:
            raise _Bad
        return read(data)

    return read_object


def _each(read: Decoder) -> Decoder:
    def read_all(data: Any) -> Any:
        if type(data) is not list:
            raise _Bad
        done: list[Any] = []
        try:
            for item in data:
                done.append(read(item))
        except _Bad as bad:
            raise bad.under(f"[{len(done)}]") from None
        return tuple(done)

    return read_all


def _write_rows(rows: Any) -> Any:
    return [row_to_json(row) for row in rows]


def _decode_row(cls: type, data: Any, marked: bool = True) -> Any:
    if not isinstance(data, dict):
        raise _Bad
    plan = _plan(cls, marked)
    values: dict[str, Any] = {}
    for each, _, read in plan:
        name = each.name
        if name in data:
            try:
                values[name] = read(data[name])
            except _Bad as bad:
                raise bad.under(name) from None
        elif each.default is MISSING and each.default_factory is MISSING:
            raise _Bad(name)
    if len(values) != len(data):
        raise _Bad(min(data.keys() - values.keys()), "unknown_part")
    return row_of(cls, values)


def _write_tuples(value: Any) -> Any:
    """Where tuples are the rule: a tuple is a JSON list."""
    if isinstance(value, tuple):
        return [_write_tuples(item) for item in value]
    if isinstance(value, list):
        return {"$list": [_write_plain(item) for item in value]}
    return _write_plain(value)


def _read_tuple(data: Any) -> Any:
    if type(data) is not list:
        raise _Bad
    return _read_tuples(data)


def _read_tuples(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_read_tuples(item) for item in data)
    return _read_plain(data)


def _write_plain_each(values: Any) -> Any:
    return [_write_plain(value) for value in values]


def _write_plain(value: Any) -> Any:
    """Where plain JSON values are the rule; the keys of objects are sorted, since their order has no meaning."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list):
        return [_write_plain(item) for item in value]
    if isinstance(value, dict):
        written = {key: _write_plain(value[key]) for key in sorted(value)}
        return {"$map": written} if any(key.startswith("$") for key in written) else written
    if isinstance(value, tuple):
        return {"$tuple": [_write_plain(item) for item in value]}
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    table = next((name for name, cls in _table_classes().items() if type(value) is cls), None)
    if table is None:
        raise TypeError(f"a compiled policy cannot hold a {type(value).__name__}")
    return {"$row": [table, row_to_json(value)]}


def _read_plain(data: Any) -> Any:
    if isinstance(data, list):
        return [_read_plain(item) for item in data]
    if not isinstance(data, dict):
        return data
    if len(data) == 1:
        mark, content = next(iter(data.items()))
        if mark.startswith("$"):
            return _read_marked(mark, content)
    return {key: _read_plain(item) for key, item in data.items()}


def _read_marked(mark: str, content: Any) -> Any:
    if mark == "$map" and isinstance(content, dict):
        return {key: _read_plain(item) for key, item in content.items()}
    if mark in ("$list", "$tuple") and isinstance(content, list):
        items = [_read_plain(item) for item in content]
        return items if mark == "$list" else tuple(items)
    if mark == "$row" and isinstance(content, list) and len(content) == 2 and content[0] in _table_classes():
        return _decode_row(_table_classes()[content[0]], content[1])
    if mark == "$decimal" and isinstance(content, str):
        try:
            return Decimal(content)
        except InvalidOperation:
            raise _Bad from None
    raise _Bad
