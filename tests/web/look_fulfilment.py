"""Sample pages of parcels: the pick list, an order in two parcels, a parcel that may come from elsewhere."""

from collections.abc import Iterator

from shop.cart.rules import SourceReason
from shop.core.money import Dong
from shop.delivery.models import DeliveryMethod
from shop.orders.models import OrderStatus
from shop.web import views
from shop.web.views.fulfilment import PickCard, PickListPage, PickRow
from tests.web.look_checkout import order
from tests.web.look_frame import Shown, site
from tests.web.look_people import counter_order

PARCELS = (
    views.ParcelView(
        number=1,
        status=OrderStatus.SHIPPED,
        place_name="Điểm OCOP làng nghề gốm sứ Bát Tràng (1)",
        place_slug="bat-trang-1",
        reason=SourceReason.FEWEST_PARCELS,
        amount=Dong(1_110_000),
        lines=("1 × Bộ ấm chén gốm sứ chim én hoa sen, bộ 8 món",),
    ),
    views.ParcelView(
        number=2,
        status=OrderStatus.CONFIRMED,
        place_name="Hoàng Cầu",
        place_slug="hoang-cau",
        reason=SourceReason.MOVED,
        amount=Dong(400_000),
        lines=("2 × Gạo Nếp cái hoa vàng Tam Hưng, túi 5 kg",),
    ),
)
ROWS = (
    PickRow(name="Bộ bát đĩa gốm sứ hoa sen đỏ, bộ 12 chiếc", sku="SP1-0", unit="bộ", pieces=12, parcels=4),
    PickRow(name="Gạo Nếp cái hoa vàng Tam Hưng, túi 5 kg", sku="SP2-0", unit="túi", pieces=1_240, parcels=31),
)


def fulfilment_pages() -> Iterator[Shown]:
    """Usual, empty and more than a page."""
    at = site("/quay/soan-hang", person=views.Person(name="Mai", staff=True))
    cards = (
        PickCard(
            code="CM-11AA-22BB",
            number=1,
            delivery=DeliveryMethod.PICKUP,
            buyer="Lê Thị Bích Ngọc",
            lines=("1 × Bộ bát đĩa gốm sứ hoa sen đỏ, bộ 12 chiếc", "2 × Gạo Nếp cái hoa vàng Tam Hưng, túi 5 kg"),
        ),
        PickCard(code="CM-33BB-44CC", number=2, delivery=DeliveryMethod.SHIP, buyer="Minh", lines=("1 × Chè sen",)),
    )
    place = {"place_slug": "bat-trang-1", "place_name": "Bát Tràng (1)"}
    others = (("hoang-cau", "Hoàng Cầu"),)
    yield (
        "pick-list",
        "pick_list.html",
        "vi",
        PickListPage(site=at, **place, rows=ROWS, parcels=cards, more=True, others=others),
    )
    yield "pick-list-empty", "pick_list.html", "en", PickListPage(site=at, **place, rows=(), parcels=())
    yield (
        "order-parcels",
        "order.html",
        "vi",
        order(
            status=OrderStatus.CONFIRMED,
            delivery=DeliveryMethod.SHIP,
            pickup_code=None,
            place_name=None,
            address="12 Hàng Bạc, Hoàn Kiếm",
            parcels=PARCELS,
            cancel_reason="Hàng đã đóng gói nên không hủy ở đây được nữa.",
        ),
    )
    ship = {"delivery": DeliveryMethod.SHIP, "parcels": 2, "reason": SourceReason.SPLIT}
    yield (
        "counter-parcels",
        "counter.html",
        "vi",
        views.CounterPage(
            site=site("/quay", person=views.Person(name="Mai", staff=True)),
            **place,
            to_pack=(
                counter_order("CM-11AA-22BB", number=1, elsewhere=others, **ship),
                counter_order("CM-11AA-22BB", number=2, status=OrderStatus.PACKED, **ship),
            ),
            to_hand_over=(),
            done="Kiện của đơn CM-55CC-66DD đã chuyển sang điểm khác.",
        ),
    )
