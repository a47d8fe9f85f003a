"""Rows of handing over without the net: the staff of its point."""

from types import SimpleNamespace

from shop.core.actor import Actor, Role
from shop.orders.cancel import cancel_order
from tests.make.counter import Till
from tests.make.offline import order_id_of, reported, taken, waiting_at
from tests.rows.kinds import anyone, at_counter, only

AT = "/api/v1/sales-points/{slug}"
REPORT = {
    "id": "device-{fresh}",
    "list": "{pickup_list}",
    "order": "{code}",
    "secret": "A" * 16,
    "at": "2026-11-28T10:00:00Z",
}
SETTLING = {"ending": "noted", "note": "đã gọi khách"}

API = {
    f"POST {AT}/pickup-lists": only("staff", "admin"),
    f"POST {AT}/offline-hand-overs": only("staff", "admin", body={"reports": [REPORT]}),
    f"GET {AT}/offline-conflicts": only("staff", "admin", query="?limit=5"),
    "POST /api/v1/offline-conflicts/{conflict_id}/settle": at_counter("staff", "admin", body=SETTLING),
}

FORM = SETTLING | {"place": "{place}", "conflict": "{conflict_id}"}
PAGES = {
    "GET /quay/quet/mang-yeu": anyone(),
    "GET /quay/quet/worker.js": anyone(),
    "GET /quay/doi-chieu": only("staff", "other_staff", "admin"),
    "POST /quay/doi-chieu": at_counter("staff", "admin", form=True, body=FORM),
}


async def names(session, world):
    """A list that staff of the stall's point took along, and an order that was given although it was cancelled."""
    variant, place = world.stall.variants[0], world.stall.place
    goods = SimpleNamespace(variant_id=variant.id, price=variant.price, point=place.slug)
    at = Till(goods, Actor(person_id=world.people["staff"].id, roles=frozenset({Role.STAFF})))
    order = await waiting_at(session, at, packed=False)
    a_list = await taken(session, at)
    await cancel_order(session, await order_id_of(session, order), "buyer")
    conflict = await reported(session, at, order, a_list)
    return {"pickup_list": str(a_list.id), "conflict_id": str(conflict.id)}
