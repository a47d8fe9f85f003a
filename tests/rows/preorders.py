"""Rows of pre-orders."""

from datetime import timedelta

from shop.core.clock import today
from shop.preorders.models import PreorderWindow
from tests.make.accounts import person
from tests.make.orders import CONTACT
from tests.rows.kinds import ASKERS, Row, anyone, only

DAYS = {"starts_on": "2026-01-01", "ends_on": "2026-01-02", "ship_from": "2026-02-01", "ship_until": "2026-03-01"}
WINDOW = {"variant": "{variant_id}", "sales_point": "{place}", "quantity": 10, **DAYS}
ORDER = {
    "variant": "{variant_id}",
    "quantity": 1,
    "contact": CONTACT,
    "delivery": {"method": "pickup", "sales_point": "{place}"},
    "expected_total": 250_000,
}
FORM = {"variant": "{variant_id}", "quantity": "1", "request_key": "matrix-{fresh}", "phone": "0912"}
CLOSE = Row(dict.fromkeys(ASKERS, 403) | {"guest": 401, "producer": 404, "admin": 404})  # another's window
KEY = {"Idempotency-Key": "matrix-{fresh}"}

API = {
    "GET /api/v1/producers/{slug}/preorder-windows": only("producer", "admin"),
    "POST /api/v1/producers/{slug}/preorder-windows": only("producer", "admin", body=WINDOW),
    "POST /api/v1/producers/{slug}/preorder-windows/{window_id}/close": CLOSE,
    "POST /api/v1/preorders": anyone(body=ORDER, headers=KEY),
    "POST /api/v1/preorder-windows/{window_id}/harvest": only("staff", "admin", body={"pieces": 1}),
}
PAGES = {
    "GET /chu-the/{slug}/dat-truoc": only("producer", "admin"),
    "POST /chu-the/{slug}/dat-truoc": only("producer", "admin", form=True, body={"act": "open"}),
    "GET /san-pham/{slug}/dat-truoc": anyone(),
    "POST /san-pham/{slug}/dat-truoc": anyone(form=True, body=FORM),
}


async def names(session, world):
    """A window of the variant that comes to this place."""
    day = await today(session)
    window = PreorderWindow(
        variant_id=world.stall.variants[0].id,
        place_id=world.stall.place.id,
        starts_on=day,
        ends_on=day + timedelta(days=7),
        ship_from=day + timedelta(days=20),
        ship_until=day + timedelta(days=30),
        quantity=100,
        opened_by=(await person(session)).id,
    )
    session.add(window)
    await session.flush()
    return {"window_id": str(window.id)}
