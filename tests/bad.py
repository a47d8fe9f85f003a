"""What the tests of bad input share: requests that are right but for one thing, and what a refusal looks like."""

from uuid import uuid4

from tests.make.orders import CONTACT

PRICE = 250_000
NOBODY = "01890000-0000-7000-8000-000000000000"
HUGE = 10**30
EMOJI = "🌙🥭👩‍🌾"


def order(stall, **changes):
    return {
        "lines": [{"variant": str(stall.variants[0].id), "quantity": 1}],
        "contact": CONTACT,
        "delivery": {"method": "pickup", "sales_point": stall.place.slug},
        "payment": "cod",
        "expected_total": PRICE,
    } | changes


def line(stall, quantity=1, **changes):
    return {"variant": str(stall.variants[0].id), "quantity": quantity} | changes


def key():
    return {"Idempotency-Key": f"bad-{uuid4().hex}"}


def assert_problem(reply, *statuses, code=None, field=None):
    assert reply.status_code in statuses, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert {"type", "title", "status", "code", "detail"} <= set(problem)
    assert problem["status"] == reply.status_code
    assert problem["detail"].strip()
    if code:
        assert problem["code"] == code, problem
    if field:
        assert problem.get("field") == field, problem
