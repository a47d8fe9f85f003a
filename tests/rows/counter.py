"""Rows of the counter: the staff of its point."""

from shop.core.actor import Actor, Role
from shop.counter.models import CounterSale, PaidBy
from shop.counter.sell import Sale, Wanted, sell
from tests.make.counter import fresh_key
from tests.rows.kinds import at_counter, only

KEY = {"Idempotency-Key": "matrix-{fresh}"}
AT = "/api/v1/sales-points/{slug}"
LINES = [{"variant": "{variant_id}", "quantity": 1}]
SALE = {"lines": LINES, "paid_by": "transfer", "expected_total": 250_000}
BACK = {"lines": [{"variant": "{variant_id}", "pieces": 1}], "paid_by": "transfer", "reason": "đổi ý"}

API = {
    f"GET {AT}/counter/goods": only("staff", "admin", query="?q=gom&limit=5"),
    f"GET {AT}/counter/sales": only("staff", "admin", query="?day=2026-11-28&limit=5"),
    f"POST {AT}/counter/sales": only("staff", "admin", body=SALE, headers=KEY),
    "GET /api/v1/counter-sales/{sale_code}": at_counter("staff", "admin"),
    "POST /api/v1/counter-sales/{sale_code}/return": at_counter("staff", "admin", body=BACK, headers=KEY),
    f"GET {AT}/drawer": only("staff", "admin"),
    f"POST {AT}/drawer/open": only("staff", "admin", body={"amount": 500_000}, headers=KEY),
    f"POST {AT}/drawer/cash": only("staff", "admin", body={"amount": -5_000, "reason": "mua túi"}, headers=KEY),
    f"POST {AT}/drawer/count": only("staff", "admin", body={"counted": 500_000}, headers=KEY),
    f"POST {AT}/drawer/confirm": only("staff", "admin"),
    f"GET {AT}/day": only("staff", "admin", query="?day=2026-11-28"),
}

FORM = {"place": "{place}", "request_key": "page-{fresh}"}
SELLING = FORM | {"p-{variant_id}": "1", "paid_by": "transfer", "expected_total": "250000"}
GIVING = {"place": "{place}", "code": "{code}", "pickup_code": "000000", "act": "give"}
BRINGING = {"request_key": "page-{fresh}", "paid_by": "transfer", "reason": "đổi ý", "p-{variant_id}": "1"}
PAGES = {
    "GET /quay/ban": only("staff", "other_staff", "admin", query="?q=gom"),
    "POST /quay/ban": only("staff", "admin", form=True, body=SELLING),
    "GET /quay/ban/{sale_code}": at_counter("staff", "admin"),
    "POST /quay/ban/{sale_code}/tra-hang": at_counter("staff", "admin", form=True, body=BRINGING),
    "GET /quay/quet": only("staff", "other_staff", "admin"),
    "POST /quay/quet": at_counter("staff", "admin", form=True, body=GIVING),
    "GET /quay/ngan-tien": only("staff", "other_staff", "admin"),
    "POST /quay/ngan-tien/{drawer_act}": only("staff", "admin", form=True, body=FORM | {"amount": "500000"}),
    "GET /quay/cuoi-ngay": only("staff", "other_staff", "admin", query="?day=2026-11-28"),
    "GET /quay/cuoi-ngay/bao-cao.csv": only("staff", "other_staff", "admin"),
}


async def names(session, world):
    """A walk-in sale at the stall's point."""
    variant = world.stall.variants[0]
    clerk = Actor(person_id=world.people["staff"].id, roles=frozenset({Role.STAFF}))
    lines = [Wanted(variant_id=variant.id, quantity=1)]
    sale = Sale(lines=lines, paid_by=PaidBy.TRANSFER, expected_total=variant.price)
    sale_id = await sell(session, clerk, world.stall.place.slug, sale, fresh_key())
    return {"sale_code": (await session.get_one(CounterSale, sale_id)).code, "drawer_act": "mo"}
