"""Sample pages of parcels with carriers: at the counter with every kind of trouble, and on the page of an order."""

from collections.abc import Iterator

import msgspec

from shop.carriers.models import ShipmentStatus
from shop.delivery.models import DeliveryMethod
from shop.orders.models import OrderStatus
from shop.web import views
from shop.web.views.dispatch import CarriedView, StepView
from tests.web.look_checkout import order
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_fulfilment import PARCELS
from tests.web.look_people import counter_order

S = ShipmentStatus
NAME = "Giao Hàng Tiết Kiệm"
NUMBER = "S1234567.HN1.M12.A5.987654321"
URL = f"https://i.ghtk.vn/{NUMBER}"
WORDS = "Hãng không nhận: Khối lượng vượt mức của dịch vụ. Hỏi lại hãng, hoặc chọn để điểm tự giao."


def dispatch_pages() -> Iterator[Shown]:
    """With a number, without one, lost; in two languages."""
    place = {"place_slug": "bat-trang-1", "place_name": "Bát Tràng (1)"}
    ship = {"delivery": DeliveryMethod.SHIP, "parcels": 2}
    packed, shipped = ship | {"status": OrderStatus.PACKED}, ship | {"status": OrderStatus.SHIPPED}
    waiting = CarriedView(carrier=NAME, status=S.ASKED, trouble=WORDS, can_retry=True, can_drop=True)
    ready = CarriedView(carrier=NAME, status=S.CREATED, number=NUMBER, url=URL, can_drop=True)
    lost = CarriedView(carrier="Viettel Post", status=S.LOST, number="VTP123456789")
    yield (
        "counter-carried",
        "counter.html",
        "vi",
        views.CounterPage(
            site=site("/quay", person=views.Person(name="Mai", staff=True)),
            **place,
            to_pack=(
                counter_order("CM-11AA-22BB", number=1, carried=waiting, **packed),
                counter_order("CM-11AA-22BB", number=2, carried=ready, **packed),
                counter_order("CM-33AA-22BB", number=1, carried=lost, **shipped),
                counter_order("CM-44AA-22BB", number=1, **packed),
            ),
            to_hand_over=(),
        ),
    )
    steps = tuple(StepView(status, NOW) for status in (S.PICKED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY))
    on_its_way = CarriedView(carrier=NAME, status=S.OUT_FOR_DELIVERY, number=NUMBER, url=URL, steps=steps)
    soon = CarriedView(carrier="Viettel Post", status=S.ASKED)
    yield (
        "order-carried",
        "order.html",
        "en",
        order(
            status=OrderStatus.CONFIRMED,
            delivery=DeliveryMethod.SHIP,
            pickup_code=None,
            place_name=None,
            address="12 Hàng Bạc, Hoàn Kiếm",
            parcels=tuple(
                msgspec.structs.replace(parcel, carried=carried)
                for parcel, carried in zip(PARCELS, (on_its_way, soon), strict=True)
            ),
        ),
    )
