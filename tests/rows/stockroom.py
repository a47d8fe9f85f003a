"""Rows of the stock room: its staff, at each end of a transfer."""

from shop.core.actor import Actor, Role
from shop.places.models import PlaceStaff
from shop.stockroom.send import Sending, send_transfer
from tests.make import catalog
from tests.make.stockroom import fresh_key
from tests.rows.kinds import at_counter, only

KEY = {"Idempotency-Key": "matrix-{fresh}"}
AT = "/api/v1/sales-points/{slug}"
CORRECTION = {"variant": "{variant_id}", "pieces": -1, "cause": "broken"}
COUNT = {"lines": [{"variant": "{variant_id}", "pieces": 3, "seen": 3}]}
SENDING = {"to": "diem-khac", "lines": [{"variant": "{variant_id}", "pieces": 1}]}

API = {
    f"GET {AT}/stock": only("staff", "admin"),
    f"POST {AT}/stock/adjust": only("staff", "admin", body=CORRECTION, headers=KEY),
    f"POST {AT}/stock/count": only("staff", "admin", body=COUNT, headers=KEY),
    f"POST {AT}/stock/receive": only("staff", "admin", body={"variant": "{variant_id}", "pieces": 2}, headers=KEY),
    f"PUT {AT}/stock/{{variant_id}}/keep": only("staff", "admin", body={"counter_quota": 1, "low_at": None}),
    f"GET {AT}/stock/low": only("staff", "admin"),
    f"GET {AT}/transfers": only("staff", "admin", query="?status=sent&status=received&limit=5"),
    f"POST {AT}/transfers": only("staff", "admin", body=SENDING, headers=KEY),
    "POST /api/v1/transfers/{transfer_code}/receive": at_counter("staff", "admin", body={}, headers=KEY),
    "POST /api/v1/transfers/{transfer_code}/cancel": at_counter("staff", "admin"),
}

FORM = {"place": "{place}", "variant": "{variant_id}", "cause": "lost", "pieces": "1", "request_key": "page-{fresh}"}
PAGES = {
    "GET /quay/kho": only("staff", "other_staff", "admin", query="?viec=gui"),
    "POST /quay/kho/{stock_act}": only("staff", "admin", form=True, body=FORM),
}


async def names(session, world):
    """A transfer under way between two points of the same staff."""
    second, staff = await catalog.place(session, "diem-thu-hai"), world.people["staff"]
    session.add(PlaceStaff(place_id=second.id, person_id=staff.id))
    await session.flush()
    clerk = Actor(person_id=staff.id, roles=frozenset({Role.STAFF}))
    pieces = {world.stall.variants[0].id: 1}
    sending = Sending(from_slug=world.stall.place.slug, to_slug=second.slug, pieces=pieces)
    transfer = await send_transfer(session, clerk, sending, fresh_key())
    return {"transfer_code": transfer.code, "stock_act": "chinh"}
