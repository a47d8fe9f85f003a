"""A buyer's own pages: orders, finding one, the same again."""

from collections.abc import Iterator

from shop.core.money import Dong
from shop.orders.models import OrderStatus
from shop.web import views
from shop.web.views import buyer as v
from tests.web.look_frame import NOW, Shown, site

ROW = views.OrderRow(
    code="CM-27A4-91",
    status=OrderStatus.DELIVERED,
    total=Dong(1_250_000),
    placed_at=NOW,
    summary="Bộ ấm chén gốm sứ và 2 món khác",
    url="/don-hang/CM-27A4-91",
)
LINE = v.AgainLine(
    product="Gạo nếp cái hoa vàng",
    slug="gao-nep",
    variant="Túi 5 kg",
    image="/static/art/food-1.svg",
    unit="túi",
    quantity=2,
    price_then=Dong(190_000),
    price=Dong(195_000),
)
GONE = v.AgainLine(
    product="Cốm làng Vòng",
    slug=None,
    variant="",
    image="",
    unit="hộp",
    quantity=1,
    price_then=Dong(90_000),
    price=None,
)


def buyer_pages() -> Iterator[Shown]:
    at = site("/tai-khoan/don-hang", person=views.Person(name="Lan"))
    yield (
        "own-orders",
        "own_orders.html",
        "vi",
        v.OwnOrdersPage(site=at, orders=(ROW,) * 3, next_url="/tai-khoan/don-hang?after=A"),
    )
    yield "own-orders-none", "own_orders.html", "en", v.OwnOrdersPage(site=at, orders=())
    yield "own-orders-over", "own_orders.html", "vi", v.OwnOrdersPage(site=at, orders=(), later=True)
    find = site("/tra-cuu-don")
    yield "find-order", "find_order.html", "vi", v.FindOrderPage(site=find)
    wrong = v.FindOrderPage(site=find, code="CM-27A4", phone="0912", problem="There is no such order for you.")
    yield "find-order-wrong", "find_order.html", "en", wrong
    again = site("/don-hang/CM-27A4-91/mua-lai")
    yield "buy-again", "buy_again.html", "vi", v.BuyAgainPage(site=again, code="CM-27A4-91", lines=(LINE, GONE))
    yield "buy-again-none", "buy_again.html", "en", v.BuyAgainPage(site=again, code="CM-27A4-91", lines=(GONE,))
