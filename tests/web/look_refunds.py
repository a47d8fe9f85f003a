"""Sample pages of refunds in the office."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from shop.core.money import Dong
from shop.web import views
from shop.web.views import refunds as r
from tests.web.look_frame import Shown, site
from tests.web.look_office import OFFICE, PERSON

AT = datetime(2026, 11, 27, 9, 20, tzinfo=UTC)
OWED = r.RefundView(
    id="r1",
    order="CM-7F3K-92",
    way="cod",
    amount=Dong(250_000),
    state="owed",
    about="return",
    name="TH-9K2M-44",
    reason="",
    failure="",
    asked_by="",
    approved_by="",
    method="cash",
    voucher="",
    note="",
    at=AT,
    paid_at=None,
    may_pay=True,
)
edit = msgspec.structs.replace
LARGE = edit(
    OWED,
    id="r2",
    amount=Dong(3_200_000),
    about="claim",
    name="Bộ bát đĩa gốm sứ hoa sen đỏ",
    reason="Hàng về thiếu ba bát, khách đã gửi ảnh",
    asked_by="Nguyễn Thị Lan",
    needs_second=True,
    may_approve=True,
    may_pay=False,
)
FAILED = edit(
    OWED,
    id="r3",
    way="card",
    state="failed",
    about="order",
    name="",
    failure="expired_or_canceled_card",
    may_send_again=True,
)
SENDING = edit(OWED, id="r4", way="momo", about="receipt", name="", by_provider=True, may_pay=False)
OWN = edit(LARGE, id="r5", needs_second=False, may_approve=False, own=True, approved_by="Trần An")
UNDER_WAY = edit(OWED, id="r6", way="vnpay", state="sent", about="parcel", name="CM-7F3K-92-2", may_pay=False)
PAID = edit(
    OWED,
    id="r7",
    state="paid",
    method="transfer",
    voucher="PC-3M8Q-51",
    note="FT26332001234",
    paid_at=AT,
    may_pay=False,
)
ORDER = r.OrderFound(
    code="CM-7F3K-92",
    collected=Dong(3_500_000),
    refunded=Dong(250_000),
    lines=(r.LineChoice(id="l1", name="3 × Bộ bát đĩa gốm sứ hoa sen đỏ, bộ 12 chiếc", paid=Dong(3_450_000)),),
)


def refunds_pages() -> Iterator[Shown]:
    """The page: usual, refused twice, empty."""
    frame = {"site": site("/van-phong/hoan-tien", person=PERSON), "console": OFFICE, "limit": Dong(2_000_000)}
    every = (OWED, LARGE, FAILED, SENDING, OWN, UNDER_WAY)
    usual = r.RefundsPage(
        **frame,
        waiting=every,
        paid=(PAID,),
        code="CM-7F3K-92",
        order=ORDER,
        request_key="k",
        form=r.RefundForm(line="l1", amount="9000000", reason="thiếu"),
        next_url="/van-phong/hoan-tien?after=r6",
        errors=(views.FieldError(field="amount", message="Dòng hàng này chỉ còn 250000 đồng có thể hoàn."),),
    )
    yield "office-refunds", "office_refunds.html", "vi", usual
    refused = r.RefundsPage(
        **frame,
        waiting=(OWED,),
        paid=(),
        code="CM-0",
        typed_for="r1",
        typed="-",
        errors=(views.FieldError(field="note", message="Write the bank's reference of the transfer."),),
    )
    yield "office-refunds-refused", "office_refunds.html", "en", refused
    yield (
        "office-refunds-none",
        "office_refunds.html",
        "vi",
        r.RefundsPage(**frame, waiting=(), paid=(), done="Đã duyệt khoản hoàn."),
    )
