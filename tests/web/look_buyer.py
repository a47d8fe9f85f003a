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
    at = site("/san-pham/gao-nep/bao-co-hang")
    packs = (("v1", "Túi 2 kg"), ("v2", "Túi 5 kg"))
    yield "restock", "restock.html", "vi", v.RestockPage(site=at, slug="gao-nep", name="Gạo nếp", variants=packs)
    wrong = (views.FieldError(field="email", message="Enter an e-mail address."),)
    refused = v.RestockPage(site=at, slug="gao-nep", name="Gạo nếp", variants=packs, email="lan@", errors=wrong)
    yield "restock-wrong", "restock.html", "en", refused
    known = site("/san-pham/gao-nep/bao-co-hang", person=views.Person(name="Lan"))
    mine = v.RestockPage(site=known, slug="gao-nep", name="Gạo nếp", variants=packs[:1])
    yield "restock-mine", "restock.html", "vi", mine
    done = v.RestockPage(site=at, slug="gao-nep", name="Gạo nếp", variants=packs, done=True)
    yield "restock-done", "restock.html", "vi", done
    there = v.RestockPage(site=at, slug="gao-nep", name="Gạo nếp", variants=())
    yield "restock-there", "restock.html", "en", there
    stop = site("/bao-co-hang/w1/dung")
    yield "restock-stop", "restock_stop.html", "vi", v.StopRestockPage(site=stop, wish="w1", token="t")
    yield "restock-stopped", "restock_stop.html", "en", v.StopRestockPage(site=stop, wish="w1", token="", done=True)
