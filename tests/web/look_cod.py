"""Sample pages of cash on delivery in the office."""

from collections.abc import Iterator
from datetime import UTC, datetime

from shop.core.money import Dong
from shop.web import views
from shop.web.views import cod as c
from tests.web.look_frame import Shown, site
from tests.web.look_office import OFFICE, PERSON

AT = datetime(2026, 11, 27, 9, 20, tzinfo=UTC)
LIST = c.ListRow(
    id="l1",
    carrier="ghn",
    filename="GHN_doi_soat_COD_2026-11-27.xlsx",
    state="applied",
    lines=120,
    waiting=3,
    amount=Dong(41_250_000),
    sent_at=AT,
)
NEW = c.ListRow(
    id="l2", carrier="viettel_post", filename="bk.csv", state="checked", lines=2, waiting=2, amount=Dong(0), sent_at=AT
)
HANDED = c.HandedView(
    id="h1", carrier="ghn", place=None, parcels=117, amount=Dong(40_150_000), fee=Dong(3_276_000), at=AT
)
DRAWER = c.HandedView(
    id="h2", carrier=None, place="Điểm OCOP Bát Tràng (1)", parcels=4, amount=Dong(1_020_000), fee=Dong(0), at=AT
)
SETTLED = c.HandedView(
    id="h3",
    carrier="ghtk",
    place=None,
    parcels=9,
    amount=Dong(2_000_000),
    fee=Dong(250_000),
    at=AT,
    bank_reference="FT26332001234",
    settled_at=AT,
)
HELD = (
    c.HeldView(carrier="ghn", place=None, parcels=40, amount=Dong(12_400_000), since=AT, late=Dong(521_429)),
    c.HeldView(carrier=None, place="Điểm OCOP Bát Tràng (1)", parcels=2, amount=Dong(500_000), since=AT, late=Dong(0)),
)
LATE = (c.LateView(parcel="CM-7F3K-92-1", carrier="ghn", tracking="GAX8K2LQ", amount=Dong(521_429), since=AT),)


def _line(
    row: int, verdict: str, *, amount: int = 250_000, decision: str | None = None, note: str | None = None
) -> c.LineView:
    return c.LineView(
        row=row,
        tracking=f"GAX8K2L{row}",
        amount=Dong(amount),
        expected=None if verdict in {"unknown", "unreadable"} else Dong(250_000),
        fee=Dong(30_000),
        quoted=Dong(28_000) if verdict == "under" else None,
        verdict=verdict,
        decision=decision,
        note=note,
        open=decision is None and verdict != "exact",
        takeable=verdict in {"under", "over"},
    )


LINES = (
    *(_line(n, verdict) for n, verdict in enumerate(("under", "over", "unknown", "twice", "undelivered"), 2)),
    _line(8, "nothing_due"),
    _line(9, "unreadable", amount=0),
    _line(10, "exact", decision="taken"),
    _line(11, "under", amount=1, decision="declined", note="Hãng trừ nhầm phí, yêu cầu nộp đủ"),
)


def cod_pages() -> Iterator[Shown]:
    """The two pages: usual, refused, empty."""
    frame = {"site": site("/van-phong/doi-soat-cod", person=PERSON), "console": OFFICE}
    bounds = {"carriers": ("ghn", "ghtk", "viettel_post"), "late_days": 7, "most_rows": 5000, "most_bytes": 3_000_000}
    usual = c.CodPage(
        **frame,
        **bounds,
        held=HELD,
        late=LATE,
        lists=(LIST, NEW),
        to_settle=(HANDED, DRAWER),
        settled=(SETTLED,),
        done="Đã ghi nhận tiền về tài khoản.",
    )
    empty = c.CodPage(
        **frame,
        **bounds,
        held=(),
        late=(),
        lists=(),
        to_settle=(),
        settled=(),
        errors=(views.FieldError(field="document", message="Chưa chọn tệp."),),
    )
    yield "office-cod", "office_cod.html", "vi", usual
    yield "office-cod-none", "office_cod.html", "en", empty
    counts = (("exact", 110), ("under", 2), ("unknown", 1))
    told = {"charged": Dong(3_276_000), "quoted": Dong(3_200_000), "exact": 110, "counts": counts}
    yield (
        "office-cod-list",
        "office_cod_list.html",
        "vi",
        c.CodListPage(
            **frame,
            **told,
            list=LIST,
            lines=LINES,
            handed=HANDED,
            next_url="/van-phong/doi-soat-cod/l1?trang=2",
            typed_for=4,
            typed="...",
            errors=(views.FieldError(field="note", message="Ghi lý do."),),
        ),
    )
    yield (
        "office-cod-list-new",
        "office_cod_list.html",
        "en",
        c.CodListPage(**frame, **told, list=NEW, lines=LINES[-2:], handed=None),
    )
