"""The traces of a XES file, one at a time; XML that declares entities or a document type is refused.

The parser is the standard library's expat behind defusedxml, an extra (`ecolang[xes]`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from ecolang.diagnostics import Local
from ecolang.rows import dataclass, field

ATTRIBUTES = frozenset(("string", "date", "int", "float", "boolean", "id"))
_CHUNK = 1 << 16
#: What the parser says, in Chinese, where people meet it.
_REASONS = {
    "syntax error": "不是 XML",
    "no element found": "文件到这里就断了",
    "not well-formed (invalid token)": "有 XML 不许可的字符或者写法",
    "unclosed token": "标记没有写完",
    "partial character": "末尾的字符不完整",
    "mismatched tag": "结束的标记和开始的不一致",
    "duplicate attribute": "同一个属性写了两次",
    "junk after document element": "log 结束以后还有内容",
    "undefined entity": "用了没有定义的实体",
    "reference to invalid character number": "有 XML 不许可的字符编号",
    "unknown encoding": "不认识声明的编码",
    "encoding specified in XML declaration is incorrect": "声明的编码和实际的不一致",
    "unclosed CDATA section": "CDATA 没有结束",
    "XML declaration not well-formed": "XML 声明写得不对",
    "XML or text declaration not at start of entity": "XML 声明不在文件开头",
    "unbound prefix": "前缀没有声明",
}

#: An attribute's value as text, or the texts of a list.
Value = str | list[str]


@dataclass(slots=True)
class Entry:
    """What carries attributes: a trace or an event, with the line on which it begins."""

    line: int
    attributes: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True)
class Trace:
    """One case of a log."""

    line: int
    attributes: dict[str, Value] = field(default_factory=dict)
    events: list[Entry] = field(default_factory=list)


class Unreadable(Exception):
    """Why a log cannot be read on: the code of a diagnostic, its line and its values."""

    def __init__(self, code: str, line: int | None = None, **args: object) -> None:
        super().__init__(code)
        self.code, self.line, self.args_ = code, line, args


def traces(stream: BinaryIO) -> Iterator[Trace]:
    """The traces in their order. Raises Unreadable where the file is no log, is broken or is not to be trusted."""
    try:
        from defusedxml.common import DefusedXmlException
        from defusedxml.expatreader import create_parser
    except ImportError:
        raise Unreadable("D140", library="defusedxml", extra="ecolang[xes]") from None
    from xml.sax import SAXParseException

    parser: Any = create_parser(forbid_dtd=True)
    taker = _taker(parser.getLineNumber)
    parser.setContentHandler(taker)
    try:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
            yield from taker.done
            taker.done.clear()
        parser.close()
    except DefusedXmlException:
        raise Unreadable("D151", parser.getLineNumber()) from None
    except SAXParseException as error:
        yield from taker.done
        said = error.getMessage()
        raise Unreadable("D150", error.getLineNumber(), reason=Local(_REASONS.get(said, said), said)) from None
    except (UnicodeError, LookupError, ValueError) as error:
        raise Unreadable("D150", parser.getLineNumber(), reason=str(error)) from None
    yield from taker.done
    if not taker.log:
        raise Unreadable("D150", 1, reason=Local("没有 log 元素", "there is no element log"))


def _taker(line_number: Callable[[], int]) -> Any:
    """What takes the parser's elements. Made here, since the class that it extends is slow to import."""
    from xml.sax.handler import ContentHandler

    class Taker(ContentHandler):
        def __init__(self) -> None:
            super().__init__()
            self.done: list[Trace] = []
            self.log = False
            self._trace: Trace | None = None
            self._event: Entry | None = None
            # Keys of the attributes that are open, with None for elements that are none.
            self._open: list[str | None] = []
            self._list: list[str] | None = None

        def startElement(self, name: str, attrs: Any) -> None:
            kind = name.rpartition(":")[2]
            line = line_number()
            key: str | None = None
            if kind == "log":
                self.log = True
            elif kind == "trace" and self.log:
                self._trace = Trace(line)
            elif kind == "event" and self._trace is not None:
                self._event = Entry(line)
            elif kind in ATTRIBUTES:
                key = attrs.get("key", "")
                self._take(key, attrs.get("value", ""))
            elif kind == "list" and self._into() is not None and not any(self._open[-1:]):
                key = attrs.get("key", "")
                self._list = []
            self._open.append(key)

        def endElement(self, name: str) -> None:
            kind = name.rpartition(":")[2]
            key = self._open.pop()
            if kind == "event" and self._event is not None and self._trace is not None:
                self._trace.events.append(self._event)
                self._event = None
            elif kind == "trace" and self._trace is not None:
                self.done.append(self._trace)
                self._trace = None
            elif kind == "list" and key is not None and self._list is not None:
                into = self._into()
                if into is not None:
                    into[key] = self._list
                self._list = None

        def _into(self) -> dict[str, Value] | None:
            entry = self._event or self._trace
            return None if entry is None else entry.attributes

        def _take(self, key: str, value: str) -> None:
            into = self._into()
            if into is None:
                return
            outer = [each for each in self._open if each is not None]
            if self._list is not None:
                if len(outer) == 1:
                    self._list.append(value)
            else:
                into["/".join((*outer, key))] = value

    return Taker()
