"""The form of a pre-order, and what a product's and an order's page say of one."""

from collections.abc import Iterator
from datetime import date

from shop.core.money import Dong
from shop.orders.models import OrderStatus
from shop.web import views
from shop.web.views.checkout import PromiseView
from shop.web.views.preorder_desk import WindowForm, WindowRow, WindowsPage
from shop.web.views.preorders import PreorderOffer, PreorderPage
from tests.web.look_checkout import order
from tests.web.look_frame import Shown, site
from tests.web.look_goods import POINTS, desk_at

OFFER = PreorderOffer(variant="v1", name="Hộp 2 kg", ship_from=date(2027, 5, 20), ship_until=date(2027, 6, 10))


def _bill(shipping: int) -> views.Bill:
    return views.Bill(subtotal=Dong(270_000), shipping=Dong(shipping), discount=Dong(0), total=Dong(270_000 + shipping))


WINDOWS = tuple(
    WindowRow(
        id=f"w{number}",
        name="Vải thiều Thanh Hà, hộp 2 kg",
        place="Điểm bán hàng OCOP Hoàng Cầu",
        starts_on=date(2027, 4, 1),
        ends_on=date(2027, 5, 10),
        ship_from=date(2027, 5, 20),
        ship_until=date(2027, 6, 10),
        quantity=1_200,
        buyer_limit=10,
        taken=480,
        waiting=480 if is_open else 0,
        open=is_open,
        closed=not is_open,
    )
    for number, is_open in enumerate((True, False))
)


def windows(**facts) -> WindowsPage:
    usual = {
        **desk_at("/dat-truoc"),
        "windows": WINDOWS,
        "form": WindowForm(),
        "variants": (("v1", "Vải thiều Thanh Hà, hộp 2 kg (VAI-2KG)"),),
        "points": POINTS,
        "request_key": "a-key-of-this-form",
        "editable": True,
    }
    return WindowsPage(**(usual | facts))


def preorder(**facts) -> PreorderPage:
    usual = {
        "site": site("/san-pham/vai-thieu-thanh-ha/dat-truoc"),
        "slug": "vai-thieu-thanh-ha",
        "name": "Vải thiều Thanh Hà",
        "offer": OFFER,
        "quantity": 3,
        "left": 120,
        "limit": 10,
        "price": Dong(90_000),
        "place": "Điểm bán hàng OCOP Hoàng Cầu",
        "point": "hoang-cau",
        "pickup": _bill(0),
        "ship": _bill(30_000),
        "communes": (("phuong-hoan-kiem", "Phường Hoàn Kiếm"), ("phuong-o-cho-dua", "Phường Ô Chợ Dừa")),
        "request_key": "a-key-of-this-form",
    }
    return PreorderPage(**(usual | facts))


def preorder_pages() -> Iterator[Shown]:
    yield "preorder", "preorder.html", "vi", preorder()
    wrong = (views.FieldError(field="phone", message="Số điện thoại không đúng. Ví dụ 0912 345 678."),)
    typed = views.CheckoutForm(name="Lê Thị Bích Ngọc", phone="0912")
    yield "preorder wrong", "preorder.html", "vi", preorder(errors=wrong, form=typed, point=None)
    yield "preorder refused en", "preorder.html", "en", preorder(problem="Only 2 of this harvest are left.")
    yield "preorder none", "preorder.html", "vi", preorder(offer=None)
    promise = PromiseView(ship_from=OFFER.ship_from, ship_until=OFFER.ship_until, waiting=True)
    yield "order preordered", "order.html", "vi", order(status=OrderStatus.CONFIRMED, promise=promise)
    yield "preorder desk", "producer_preorders.html", "vi", windows(done="Đã mở đợt đặt trước.")
    yield "preorder desk none", "producer_preorders.html", "vi", windows(windows=())
    dates = (views.FieldError(field="ends_on", message="Nhập ngày, ví dụ 14/2/2027."),)
    yield "preorder desk wrong", "producer_preorders.html", "vi", windows(errors=dates, form=WindowForm(quantity="20"))
    yield "preorder desk read only", "producer_preorders.html", "en", windows(editable=False)
