"""What stands beside a policy: logs with their maps, calendars, source texts; and policies that amend another."""

from __future__ import annotations

import random

from tests.command import ROOT
from tests.fuzz.inputs import mutated
from tests.goldens.slips import BASE

#: A log of the policy of the goldens, and what its words mean.
LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <global scope="event"><string key="concept:name" value="无"/></global>
  <trace>
    <string key="concept:name" value="1号"/>
    <list key="申请人"><values><string key="一" value="甲公司"/><string key="二" value="乙公司"/></values></list>
    <boolean key="复杂" value="false"/>
    <int key="部门" value="3"/>
    <event>
      <string key="concept:name" value="收件"/>
      <string key="lifecycle:transition" value="complete"/>
      <date key="time:timestamp" value="2026-03-02T09:12:00.000+08:00"/>
      <string key="途径" value="窗口"/>
    </event>
    <event>
      <string key="concept:name" value="送达通知"/>
      <date key="time:timestamp" value="2026-03-03T23:30:00Z"/>
      <string key="org:resource" value="受理科"/>
      <date key="会期" value="2026-03-20"><string key="地点" value="一楼"/></date>
    </event>
    <event>
      <string key="concept:name" value="回复"/>
      <string key="lifecycle:transition" value="start"/>
      <date key="time:timestamp" value="2026-03-09"/>
      <string key="谁" value="甲公司"/>
      <string key="意见" value="好"/>
    </event>
  </trace>
</log>
"""
MAP = """zone = "Asia/Shanghai"
times = true
lifecycle = ["complete", "start"]
ignore = ["登记"]

[case]
id = "concept:name"
opened = "立案"

[facts]
"案情复杂" = "复杂"
"涉及部门数" = "部门"

[parties]
"申请人" = "申请人"

[resources]
attribute = "org:resource"
"受理科" = "机关"

[activities]
"撤件" = "撤回申请"

[activities."收件"]
event = "提出申请"
fields."方式" = "途径"
values."方式" = { "窗口" = "当面", "信" = "邮寄" }

[activities."送达通知"]
event = "送达通知"
fields."会议日期" = "会期"

[[activities."回复"]]
event = "答复"
by = "申请人"
party = "谁"
when = { "意见" = ["好", "行"] }
lifecycle = "start"
set."同意" = true

[[activities."回复"]]
event = "答复"
fields."同意" = "意见"
values."同意" = { "不" = false }
"""
CALENDAR = """name = "示例"
name_en = "Sample"
may_add_off = 4
may_add_work = 1
may_add_run = 3

[names]
"节" = "Feast"

[years.2025]
source = "通知"
note = "说明"
[years.2025.off]
"节" = ["2025-03-31", "2025-06-06至2025-06-10"]
[years.2025.work]
"节" = ["2025-04-05"]

[years.2026]
source = "通知"
[years.2026.off]
"节" = ["2026-03-04", "2026-03-20至2026-04-02"]

[unpublished]
2027 = "尚未收录"
"""
_WORDS = {
    "log.xes": [
        "<trace>", "</trace>", "<event>", "</event>", "<log>", "</log>", '<list key="">', "</values>", "&#0;",
        "<!DOCTYPE x>", "&amp;", "<string", 'key=""', 'value="0001-01-01T00:00:00+23:59"', "9999-12-31", "/>",
        "NaN",
    ],
    "map.toml": [
        "[activities]", "[[activities.x]]", '"UTC"', "true", "[]", "{}", "1979-05-27", "inf", '"', "'''", "=",
        '"答复"', '"同意"', "lifecycle", "values", "set", "by", "party", "ignore", "nan", "\\u0000", "0x10",
    ],
    "calendar.toml": [
        "[years.9999]", "[years.0]", "off", "work", "至", "[]", "{}", "0001-01-01", "9999-12-31", "-1", "2026-02-29",
        "2026-01-01至2026-12-31", "[unpublished]", "true", "1e9", "everywhere", "366", "years", "'",
    ],
    "source.md": [
        "# ", "## ", "### ", "第一条", "第九十九条", "第十条之一", "附件1", "附件", "（一）", "1. ", "(a)", "一、",
        "Article 2", "Annex 1", "\n\n", "第一章", "- ", "```", "\u3000", "Section 1", "第〇条", "（二十）", "\r\n",
    ],
}  # fmt: skip


def samples() -> list[tuple[str, bytes]]:
    """Each kind of file that can stand beside a policy, sound."""
    calendars = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "policies" / "calendars").glob("*.toml"))]
    texts = {
        "log.xes": [LOG, (ROOT / "policies/xpcc-consultation/samples/log.xes").read_text(encoding="utf-8")],
        "map.toml": [MAP, (ROOT / "policies/xpcc-consultation/samples/log-map.toml").read_text(encoding="utf-8")],
        "calendar.toml": [CALENDAR, *calendars],
        "source.md": [BASE["zh"]["原文.md"], BASE["en"]["text.md"]],
    }
    return [(name, text.encode()) for name, every in texts.items() for text in every]


def changed_file(name: str, text: str, rng: random.Random) -> str:
    """Such a file in which something is changed."""
    if rng.random() < 0.5:
        return mutated(text, rng, _WORDS[name])
    # Whole lines, after which the file is still well formed more often.
    lines = text.splitlines(keepends=True)
    for _ in range(rng.choice((1, 1, 2, 4))):
        at, other = (rng.randrange(len(lines) + 1) for _ in range(2))
        match rng.randrange(4):
            case 0:
                del lines[at : at + rng.randint(1, 3)]
            case 1:
                lines[other:other] = lines[at : at + rng.randint(1, 6)]
            case 2:
                lines[other:other] = [lines.pop(at)] if at < len(lines) else []
            case _:
                lines[at : at + 1] = [mutated(line, rng, _WORDS[name]) for line in lines[at : at + 1]]
    return "".join(lines)
