"""Calendar files, read back by a small reader of RFC 5545."""

from datetime import UTC, datetime

import msgspec
import pytest

from shop.markets.calendar_rules import Evening, calendar_file
from tests.markets.calendar import read_calendar

EVENING = Evening(
    uid="market-1@chomay.test",
    sequence=0,
    starts_at=datetime(2026, 11, 27, 13, 30, tzinfo=UTC),
    ends_at=datetime(2026, 11, 27, 15, 0, tzinfo=UTC),
    title="Chợ đêm thứ Sáu",
    description="Gốm, lụa; trà sen\nvà \\ cốm " + "đặc sản " * 30,
    location="Điểm OCOP Bát Tràng (1), Gia Lâm",
    url="https://chomay.test/cho-dem/thu-sau",
    called_off=False,
    written_at=datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC),
)


def test_what_is_written_is_read_back():
    (event,) = read_calendar(calendar_file([EVENING]))

    assert event == {
        "UID": "market-1@chomay.test",
        "SEQUENCE": "0",
        "DTSTAMP": "20261120T010203Z",
        "DTSTART": "20261127T133000Z",
        "DTEND": "20261127T150000Z",
        "SUMMARY": EVENING.title,
        "DESCRIPTION": EVENING.description,
        "LOCATION": EVENING.location,
        "URL": EVENING.url,
        "STATUS": "CONFIRMED",
    }


def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut():
    lines = calendar_file([EVENING]).split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    assert lines[-1] == b""


@pytest.mark.parametrize("title", ["ế" * 200, "🌙🥭" * 60, "x" * 75, "x" * 67, "x" * 68])
def test_any_title_survives_the_folding(title):
    (event,) = read_calendar(calendar_file([msgspec.structs.replace(EVENING, title=title)]))

    assert event["SUMMARY"] == title


def test_what_is_called_off_is_cancelled_under_the_same_name():
    off = msgspec.structs.replace(EVENING, called_off=True, sequence=3)

    (event,) = read_calendar(calendar_file([off]))

    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (EVENING.uid, "3", "CANCELLED")
