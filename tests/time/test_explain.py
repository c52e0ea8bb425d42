"""What a date says of itself."""

from datetime import date

from ecolang.time import Calendar, Counting, Extension, Skip, Suspension, added_days, backward, forward, forward_hours

WORKDAYS = Counting("workday")
ROLLING = Counting("day", roll="next_working")


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def test_working_days_name_each_holiday_and_make_up_day(china: Calendar) -> None:
    due = forward(day("2026-02-13"), 5, WORKDAYS, china)
    assert due.explain("zh", "甲条") == (
        "自2026年2月13日（星期五）起5个工作日，当日不计入，自2026年2月14日（星期六）起算。"
        "不计入：2月15日至23日（春节放假）。调休上班、计入的休息日：2月14日（春节）。"
        "末日为2026年2月27日（星期五）。依据：甲条。"
    )
    assert due.explain("en", "Clause A") == (
        "5 working days from Friday 13 February 2026, that day not counted; the first counted day is Saturday 14 "
        "February 2026. Not counted: 15–23 February (Spring Festival). Weekend days worked and counted: 14 February "
        "(Spring Festival). The last day is Friday 27 February 2026. By Clause A."
    )


def test_every_skipped_day_has_its_reason(both: Calendar) -> None:
    skipped = forward(day("2025-06-05"), 3, WORKDAYS, both).skipped
    assert skipped == (
        Skip(day("2025-06-06"), "holiday", "古尔邦节", "新疆"),
        Skip(day("2025-06-07"), "weekend"),
        Skip(day("2025-06-08"), "weekend"),
        Skip(day("2025-06-09"), "holiday", "古尔邦节", "新疆"),
        Skip(day("2025-06-10"), "holiday", "古尔邦节", "新疆"),
    )


def test_a_moved_day_says_over_what(china: Calendar) -> None:
    assert (
        forward(day("2025-07-03"), 90, ROLLING, china)
        .explain("zh")
        .endswith(
            "期满之日2025年10月1日（星期三）是休息日（国庆节放假、中秋节放假），顺延至2025年10月9日（星期四）。"
            "末日为2025年10月9日（星期四）。"
        )
    )


def test_a_day_moved_back_says_so(china: Calendar) -> None:
    due = forward(day("2025-05-19"), 90, Counting("day", roll="previous_working"), china)
    assert "是休息日（周末），提前至2025年8月15日（星期五）。" in due.explain("zh")


def test_a_provisional_date_says_why_and_how_far(both: Calendar) -> None:
    due = forward(day("2026-02-13"), 5, WORKDAYS, both)
    assert due.explain("zh").endswith(
        "暂定：日历“新疆”没有2026年的安排（自治区2026年的通知尚未收录）；实际末日在2026年2月27日至2026年3月4日之间。"
    )
    assert due.explain("en").endswith(
        "Provisional: the calendar Xinjiang does not cover 2026; the true last day lies between 27 February 2026 and "
        "4 March 2026."
    )


def test_suspension_and_extension_are_told(china: Calendar) -> None:
    stop = Suspension(day("2025-03-10"), day("2025-03-20"), "鉴定")
    more = [Extension(10, "day", "after_end", "经批准"), Extension(5, state="pending")]
    # 31 March + 10 suspended days = 10 April; 10 more: 20 April, a Sunday: 21 April.
    assert forward(day("2025-03-01"), 30, ROLLING, china, [stop], more).explain("zh") == (
        "自2025年3月1日（星期六）起30日，当日不计入，自2025年3月2日（星期日）起算。不计入：3月10日至19日（中止：鉴定）。"
        "2025年4月10日（星期四）届满后延长10日（经批准），自次日起算。延长5日尚未决定，期间暂不届满。"
        "期满之日2025年4月20日（星期日）是休息日（周末），顺延至2025年4月21日（星期一）。末日为2025年4月21日（星期一）。"
    )


def test_backwards_says_what_must_lie_between(china: Calendar) -> None:
    assert backward(day("2026-03-12"), 5, WORKDAYS, china).explain("zh") == (
        "2026年3月12日（星期四）之前须有完整的5个工作日，当日和行为日都不计入。不计入：3月7日至8日（周末）。"
        "最迟为2026年3月4日（星期三）。"
    )


def test_an_open_suspension_is_told(china: Calendar) -> None:
    due = forward(day("2025-03-01"), 30, ROLLING, china, [Suspension(day("2025-03-10"))])
    assert due.explain("zh").endswith("中止尚未恢复，末日未定。")


def test_hours_are_told_to_the_minute(china: Calendar) -> None:
    due = forward_hours(day("2026-03-02"), 630, 48, Counting("hour"), china)
    assert due.explain("zh") == "自2026年3月2日10时30分起48小时。至2026年3月4日10时30分届满。"


def test_braces_in_names_are_carried_as_they_are(china: Calendar) -> None:
    calendar = china.with_layers(added_days("{x}", off=[day("2026-03-03")], reason="{0}{name}%s"))
    due = forward(day("2026-03-02"), 1, WORKDAYS, calendar)
    assert "3月3日（{0}{name}%s放假）" in due.explain("zh", "{clause}")
    assert due.explain("zh", "{clause}").endswith("依据：{clause}。")
