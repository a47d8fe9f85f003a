"""Bad addresses, queries and cursors: each a problem document with a 4xx that names what is wrong."""

import base64

import pytest

from tests.bad import EMOJI, HUGE, assert_problem
from tests.make import livestream

NOWHERE = [
    "/api/v1/products/khong-co",
    "/api/v1/certificates/OCOP-0000-0000",
    "/api/v1/sales-points/khong-co",
    "/api/v1/markets/khong-co",
    "/api/v1/sessions/khong-co",
    "/api/v1/sessions/khong-co/snapshot",
    "/api/v1/sessions/khong-co/token",
    "/api/v1/sessions/khong-co/events",
    "/api/v1/carts/not-a-uuid",
    "/api/v1/orders/CM-0000-0000",
    f"/api/v1/orders/{EMOJI}",
    f"/api/v1/products/{EMOJI}",
    "/api/v1/products/" + "x" * 3000,
    "/api/v1/products/..%2f..%2fetc%2fpasswd",
    "/api/v1/products/%00",
    "/api/v1/products/%ff%fe",
    "/api/v1/products/' OR 1=1 --",
    "/api/v1",
    "/api/v1/khong-co",
]


async def test_an_address_of_nothing(client):
    for path in NOWHERE:
        assert_problem(await client.get(path), 404, 422)


def _cursor(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


CURSORS = [
    "!!!",
    "abc",
    "x" * 401,
    "x" * 5000,
    EMOJI,
    _cursor("{}"),
    _cursor("[]"),
    _cursor(f"[{HUGE}]"),
    _cursor('["a"]'),
]


@pytest.mark.parametrize("sort", [None, "price", "-price", "name", "newest"])
async def test_a_broken_cursor(client, sort):
    for cursor in CURSORS:
        query = {"cursor": cursor} | ({"sort": sort} if sort else {})
        assert_problem(await client.get("/api/v1/products", params=query), 400, 422)


QUERIES = [
    {"limit": 0},
    {"limit": 101},
    {"limit": -1},
    {"limit": HUGE},
    {"limit": "many"},
    {"stars": 0},
    {"stars": 6},
    {"stars": HUGE},
    {"stars": [1, 2, 3, 4, 5, 5]},
    {"min_price": -1},
    {"min_price": HUGE},
    {"max_price": "1e30"},
    {"max_price": -HUGE},
    {"in_stock": "perhaps"},
    {"sort": "random"},
    {"district": "x" * 200},
    {"district": "Quận Ba Đình"},
    {"q": "x" * 10_000},
]


async def test_a_query_that_nobody_can_mean(client):
    for query in QUERIES:
        reply = await client.get("/api/v1/products", params=query)
        assert_problem(reply, 422, code="validation", field=next(iter(query)))


async def test_a_place_that_is_nowhere(client):
    for near in ("", "21", "21,", "a,b", "91,181", "-91,0", "nan,nan", "inf,0", "1e400,2", "21;105", "x" * 61):
        assert_problem(await client.get("/api/v1/sales-points", params={"near": near}), 422)


async def test_a_search_for_signs_finds_no_fault(client, session):
    await livestream.stall(session)

    for q in ("%", "_", "\\", "'", '"', "a & b | !", "<script>", ":*", "()", "-", "x" * 200, "đ" * 200, "\t\n"):
        assert (await client.get("/api/v1/products", params={"q": q})).status_code == 200, q
