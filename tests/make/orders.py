"""Orders for tests, placed as a buyer does."""

from itertools import count

from shop.core.actor import GUEST, Actor, Role
from shop.core.money import Dong
from shop.core.pause import go_on
from shop.delivery.choose import DeliveryWish
from shop.delivery.models import DeliveryMethod
from shop.orders.place import place_order
from shop.orders.terms import OrderTerms
from shop.orders.wish import Contact, PlaceOrder, WishedLine
from shop.places.models import PlaceStaff
from tests.conftest import SECRET
from tests.make.accounts import person

TERMS = OrderTerms(secret=SECRET, hold_minutes=15, ship_fee=Dong(30_000), pickup_attempts=5)
CONTACT = {"name": "Trần Văn Minh", "phone": "0912 345 678"}

_numbers = count(1)


def key(number=None) -> dict[str, str]:
    """The header of a request key: a new one, or the one of `number`."""
    return {"Idempotency-Key": f"test-key-{next(_numbers) if number is None else f'n{number}'}"}


def body(*goods, quantity=1, **changes) -> dict[str, object]:
    """The body of an order for `quantity` of each goods, fetched where the first is."""
    total = sum(each.price * quantity for each in goods)
    ordered = {
        "lines": [{"variant": str(each.variant_id), "quantity": quantity} for each in goods],
        "contact": CONTACT,
        "delivery": {"method": "pickup", "sales_point": goods[0].point},
        "payment": "cod",
        "expected_total": total,
    }
    return {**ordered, **changes}


async def placed(session, *goods, quantity=1, actor=GUEST, delivery=None, request_key=None, pause=go_on, **changes):
    """An order for `quantity` of each goods, held; returns what the buyer got back. `deposit` is asked of each line."""
    deposit = changes.pop("deposit", None)
    request = PlaceOrder(
        lines=tuple(WishedLine(variant=each.variant_id, quantity=quantity, deposit=deposit) for each in goods),
        contact=changes.pop("contact", None) or Contact(**CONTACT),
        delivery=delivery or DeliveryWish(method=DeliveryMethod.PICKUP, sales_point=goods[0].point),
        expected_total=changes.pop("expected_total", None),
        **changes,
    )
    return (
        await place_order(session, request, actor, request_key or f"made-{next(_numbers):08}", TERMS, pause=pause)
    ).order


async def staff_of(session, place_id) -> Actor:
    """Somebody who works at the place."""
    clerk = await person(session, Role.STAFF)
    session.add(PlaceStaff(place_id=place_id, person_id=clerk.id))
    await session.flush()
    return Actor(person_id=clerk.id, roles=frozenset({Role.STAFF}))
