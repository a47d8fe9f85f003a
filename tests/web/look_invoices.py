"""A producer's invoices: refused ones, none, and one who may only look."""

from collections.abc import Iterator

from shop.core.money import Dong
from shop.invoices.models import InvoiceState
from shop.web.views.invoices import DeskInvoicesPage, InvoiceView, PointSaleView
from tests.web.look_checkout import order
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_listings import DESK

S = InvoiceState


def one(state, number, **changes):
    """An invoice of a sale."""
    usual = {
        "id": f"019a0000-0000-7000-8000-00000000000{number}",
        "order": "CM-27A4-91BC",
        "parcel": 1,
        "seller": "Gốm Bát Tràng",
        "number": f"{number}/2026",
        "sold_on": NOW.date(),
        "total": Dong(1_005_000),
        "state": state,
    }
    return InvoiceView(**usual | changes)


POINT = (PointSaleView(parcel=3, seller="Hội Nông dân phường Hàng Trống"),)
WHY = "Hồ sơ của bạn chưa có mã số thuế hợp lệ. Người quản lý ghi mã số thuế ở mục Hồ sơ, rồi gửi lại hoá đơn."


def invoice_pages() -> Iterator[Shown]:
    at = "/chu-the/bat-trang/hoa-don"
    frame = {"site": site(at), "console": DESK, "action": at}
    refused = (one(S.REFUSED, 3, reason=WHY, may_send=True), one(S.REFUSED, 4, reason=WHY))
    less = one(S.ISSUED, 6, total=Dong(-250_000), adjusts="2/2026")
    latest = (less, one(S.WAITING, 5), *refused, one(S.ISSUED, 2))
    yield (
        "desk-invoices",
        "desk_invoices.html",
        "vi",
        DeskInvoicesPage(**frame, refused=refused, latest=latest, done="Đã gửi.", next_url=f"{at}?year=2026&number=2"),
    )
    yield (
        "order-invoices",
        "order.html",
        "vi",
        order(invoices=(one(S.ISSUED, 2), less, one(S.WAITING, 3, parcel=2)), sold_by_points=POINT),
    )
    yield "desk-invoices-none", "desk_invoices.html", "en", DeskInvoicesPage(**frame, refused=(), latest=())
