"""Sample pages of selling at a counter, its drawer and the end of its day."""

from collections.abc import Iterator
from datetime import date

from shop.core.money import Dong
from shop.counter.models import CashKind, PaidBy
from shop.web import views
from shop.web.views.till import (
    CashRow,
    DayDifference,
    DayLine,
    DayPage,
    DrawerForm,
    DrawerPage,
    DrawerView,
    ScanPage,
    SlipLine,
    SlipPage,
    SlipRow,
    TillForm,
    TillGoods,
    TillLine,
    TillPage,
    WaitingOrder,
)
from tests.web.look_frame import NOW, Shown, site

NAME = "Bộ bát đĩa gốm sứ hoa sen đỏ, bộ 12 chiếc"
CODE = "BQ-7F3K-92PM"
AT = {"place_slug": "bat-trang-1", "place_name": "Bát Tràng (1)", "request_key": "k" * 32}
FOUND = (
    TillGoods(variant="v1", name=NAME, sku="SP1-0", price=Dong(1_250_000), unit="bộ", free=4, batch="LO-7F3K-92PM"),
    TillGoods(
        variant="v2",
        name="Rượu nếp cái hoa vàng, chai 500 ml",
        sku="SP2-0",
        price=Dong(180_000),
        unit="chai",
        free=0,
        wrong="Lô này đã bị thu hồi: không bán, để riêng.",
    ),
)
LINES = (
    TillLine(variant="v1", name=NAME, unit="bộ", price=Dong(1_250_000), free=4, typed="2", batch="LO-7F3K-92PM"),
    TillLine(variant="v2", name="Chè sen Tây Hồ, hộp 100 g", unit="hộp", price=Dong(95_000), free=31, typed="hai"),
)
SLIPS = (
    SlipRow(code=CODE, sold_at=NOW, paid_by=PaidBy.CASH, total=Dong(2_595_000), refunded=Dong(95_000)),
    SlipRow(code="BQ-2222-2222", sold_at=NOW, paid_by=PaidBy.TRANSFER, total=Dong(95_000), refunded=Dong(0)),
)
DRAWER = DrawerView(
    opened_at=NOW,
    opened_by="Nguyễn Thị Mai",
    expected=Dong(3_095_000),
    counted=None,
    counted_by=None,
    difference=None,
    reason=None,
    closed_at=None,
    rows=(
        CashRow(kind=CashKind.PAID_OUT, amount=Dong(-70_000), at=NOW, about="mua túi giấy"),
        CashRow(kind=CashKind.SALE, amount=Dong(2_595_000), at=NOW, about=CODE),
        CashRow(kind=CashKind.FLOAT, amount=Dong(500_000), at=NOW, about=""),
    ),
)
COUNTED = DrawerView(
    opened_at=NOW,
    opened_by="Nguyễn Thị Mai",
    expected=Dong(3_095_000),
    counted=Dong(2_995_000),
    counted_by="Nguyễn Thị Mai",
    difference=Dong(-100_000),
    reason="Thiếu một tờ, chưa rõ vì sao",
    closed_at=None,
)


def till_pages() -> Iterator[Shown]:
    """Selling, slips, drawers and days, each in its states."""
    person = views.Person(name="Mai", staff=True)
    yield from _tills(site("/quay/ban", person=person))
    yield from _slips(site(f"/quay/ban/{CODE}", person=person))
    yield from _drawers(site("/quay/ngan-tien", person=person))
    yield from _days(site("/quay/cuoi-ngay", person=person))
    yield from _scans(site("/quay/quet", person=person))


def _tills(at: views.Site) -> Iterator[Shown]:
    yield "till-empty", "till.html", "vi", TillPage(site=at, **AT)
    wrong = (
        views.FieldError(field="p-v2", message="Ghi một số từ 1 đến 999."),
        views.FieldError(field="given", message="Khách đưa chưa đủ."),
        views.FieldError(field="age_confirmed", message="Hỏi tuổi của khách trước."),
    )
    typed = TillForm(q="gốm", given="1.000.000", note="khách quen")
    page = TillPage(
        site=at,
        **AT,
        found=FOUND,
        lines=LINES,
        total=Dong(2_500_000),
        min_age=18,
        drawer_open=True,
        form=typed,
        slips=SLIPS,
        others=(("hoang-cau", "Hoàng Cầu"),),
    )
    yield "till", "till.html", "vi", page
    refused = TillPage(site=at, **AT, found=(), lines=LINES, min_age=18, errors=wrong, problem="The price changed.")
    yield "till-refused", "till.html", "en", refused


def _slips(at: views.Site) -> Iterator[Shown]:
    lines = (
        SlipLine(
            variant="v1",
            name=NAME,
            unit="bộ",
            quantity=2,
            price=Dong(1_250_000),
            total=Dong(2_500_000),
            left=1,
            typed="5",
        ),
        SlipLine(variant="v2", name="Chè sen", unit="hộp", quantity=1, price=Dong(95_000), total=Dong(95_000), left=0),
    )
    known = {"code": CODE, "seller": "Mai", "sold_at": NOW, "total": Dong(2_595_000), "lines": lines}
    cash = known | {"paid_by": PaidBy.CASH, "given": Dong(3_000_000), "change": Dong(405_000), "refunded": Dong(95_000)}
    yield "slip", "till_slip.html", "vi", SlipPage(site=at, **AT, **cash, note="khách quen", done="Đã bán.")
    moved = known | {"paid_by": PaidBy.TRANSFER, "given": None, "change": None, "refunded": Dong(0), "note": None}
    wrong = (views.FieldError(field="p-v1", message="Write a number from 0 to 1."),)
    yield "slip-refused", "till_slip.html", "en", SlipPage(site=at, **AT, **moved, errors=wrong, reason="chipped")


def _drawers(at: views.Site) -> Iterator[Shown]:
    yield "drawer-closed", "drawer.html", "vi", DrawerPage(site=at, **AT, drawer=None)
    yield "drawer", "drawer.html", "vi", DrawerPage(site=at, **AT, drawer=DRAWER, done="Ngăn tiền đã mở.")
    wrong = (views.FieldError(field="dem-reason", message="Số đếm khác với sổ."),)
    typed = DrawerForm(act="dem", counted="2.995.000")
    yield (
        "drawer-counted",
        "drawer.html",
        "en",
        DrawerPage(site=at, **AT, drawer=COUNTED, errors=wrong, form=typed, alone_up_to=Dong(50_000)),
    )


def _days(at: views.Site) -> Iterator[Shown]:
    lines = (
        DayLine(label="Bán tại quầy, tiền mặt", count=12, total=Dong(12_595_000)),
        DayLine(label="Đơn đã giao", count=3, total=Dong(1_250_000)),
    )
    missed = (DayDifference(name=NAME, sku="SP1-0", pieces=-1), DayDifference(name="Chè sen", sku="SP2-0", pieces=2))
    csv = "/quay/cuoi-ngay/bao-cao.csv?place=bat-trang-1&day=2026-11-27"
    known = {"day": date(2026, 11, 27), "lines": lines}
    full = DayPage(
        site=at, **AT, **known, csv_url=csv, drawers=(COUNTED, DRAWER), differences=missed, to_pack=4, slips=SLIPS
    )
    yield "day-end", "day_end.html", "vi", full
    empty = DayPage(site=at, **AT, **known, csv_url=f"/en{csv}", drawers=(), differences=(), to_pack=0)
    yield "day-end-empty", "day_end.html", "en", empty


def _scans(at: views.Site) -> Iterator[Shown]:
    lines = (f"1 × {NAME}", "2 × Chè sen Tây Hồ, hộp 100 g")
    packed = WaitingOrder(
        code="CM-7F3K-92PM", packed=True, name="Lê Ngọc", phone_end="678", lines=lines, total=Dong(1_440_000)
    )
    other = WaitingOrder(
        code="CM-2222-2222", packed=False, name="Trần Minh", phone_end="012", lines=lines[1:], total=Dong(190_000)
    )
    yield "scan", "scan.html", "vi", ScanPage(site=at, **AT, waiting=(packed, other), done="Đã giao đơn CM-3333-3333.")
    yield (
        "scan-read",
        "scan.html",
        "en",
        ScanPage(site=at, **AT, waiting=(packed, other), code=packed.code, digits="123456", order=packed),
    )
    yield "scan-unpacked", "scan.html", "vi", ScanPage(site=at, **AT, waiting=(other,), code=other.code, order=other)
    yield "scan-refused", "scan.html", "vi", ScanPage(site=at, **AT, problem="Không có đơn nào với mã này.")
