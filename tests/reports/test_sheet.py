"""Sheets are read back as they were written: whole đồng, clocks of Hà Nội, nothing that could run."""

from datetime import UTC, datetime
from uuid import uuid4

from shop.core.money import Dong
from shop.core.sheets import read_rows
from shop.reports.figures import Minute, OfProduct, Report, Sales, SessionSum, Viewers
from shop.reports.sheet import minutes_sheet, products_sheet, sessions_sheet

AT = datetime(2026, 11, 27, 17, 5, tzinfo=UTC)  # five past midnight of the 28th in Hà Nội
SALES = Sales(placed=3, orders=2, expired=1, pieces=4, value=Dong(1_090_000), had=Dong(90_000), lost=Dong(5_000))


def test_minutes_are_those_of_ha_noi_and_money_is_whole():
    body = minutes_sheet([Minute(at=AT, viewers=9, seen=12, comments=5, sales=SALES)], "vi")

    head, row = list(read_rows(body))
    assert body.startswith(b"\xef\xbb\xbf")
    assert head[:5] == ["Phút", "Người xem nhiều nhất", "Người xem khác nhau", "Bình luận", "Đơn"]
    assert row == ["28/11/2026 00:05", "9", "12", "5", "2", "4", "1090000", "1", "1", "5000", "90000"]


def test_a_name_that_a_spreadsheet_would_run_stays_a_name():
    trap = '=HYPERLINK("http://x")'
    product = OfProduct(slug="bat", name=trap, producer="@Gốm", sales=SALES)
    report = Report(
        sales=SALES,
        viewers=Viewers(),
        comments=0,
        minutes=[],
        products=[product],
        places=[],
        stars=[],
        booked=Dong(0),
        back=Dong(0),
    )
    body = products_sheet(report, "vi")

    assert b"'=HYPERLINK" in body
    assert b"'@G" in body
    assert list(read_rows(body))[1][:3] == [trap, "@Gốm", "2"]


def test_sessions_have_their_day_their_viewers_and_their_share():
    live = SessionSum(
        id=uuid4(),
        slug="gian-1",
        title="Gốm Bát Tràng",
        market="Chợ đêm",
        place="Bát Tràng (1)",
        place_slug="bat-trang-1",
        unit="Gia Lâm",
        host="Hoa",
        state="ended",
        starts_at=AT,
        started_at=AT,
        ended_at=AT.replace(hour=18, minute=0),
        sales=SALES,
        viewers=Viewers(peak=30, seen=80, minutes=40),
    )

    head, row = list(read_rows(sessions_sheet([live], "en")))

    assert row[:9] == [
        "Gốm Bát Tràng",
        *("Chợ đêm", "Hoa", "Bát Tràng (1)", "Gia Lâm"),
        *("28/11/2026", "00:05", "01:00", "ended"),
    ]
    assert dict(zip(head, row, strict=True))["Orders per 100 viewers"] == "2.5"
    assert dict(zip(head, row, strict=True))["Value (đồng)"] == "1090000"
