"""The list of products over HTTP."""

from datetime import timedelta
from uuid import uuid4

import pytest

from shop.http.pagination import encode_cursor
from tests.make import catalog as make
from tests.statements import logged


async def test_the_list_shows_what_is_on_sale(client, session):
    await make.product(session, "Bát gốm", price=120_000, district="Gia Lâm", stock={"diem-mot": 2}, slug="bat-gom")
    await make.product(session, "Chè lam", stars=None)

    reply = await client.get("/api/v1/products")

    assert reply.json() == {
        "items": [
            {
                "slug": "bat-gom",
                "name": "Bát gốm",
                "stars": 4,
                "potential_five": False,
                "price": 120_000,
                "unit": "bộ",
                "in_stock": True,
                "producer": {"slug": "gom-bat-trang", "name": "Gốm Bát Tràng"},
                "district": "Gia Lâm",
                "image": "/static/art/craft-1.svg",
                "sample": True,
                "reviews": {"count": 0, "points": 0},
                "distance_m": None,
                "highlights": [],
            }
        ],
        "next_cursor": None,
        "corrected": None,
        "nearest": False,
    }


async def test_a_product_says_what_is_free_where_and_by_which_certificate(client, session):
    await make.product(session, "Bát gốm", price=120_000, stock={"diem-mot": 2}, slug="bat-gom", group="Thủ công")

    reply = await client.get("/api/v1/products/bat-gom")

    product = reply.json()
    assert reply.status_code == 200
    assert product["variants"][0]["stock"] == [
        {"sales_point": {"slug": "diem-mot", "name": "Diem Mot"}, "available": 2}
    ]
    assert (product["certificate"]["status"], product["certificate"]["stars"]) == ("in_force", 4)
    assert (product["producer"]["slug"], product["group"]["slug"], product["sample"]) == (
        "gom-bat-trang",
        "thu-cong",
        True,
    )
    assert "x-front" not in reply.headers


async def test_a_hidden_or_unknown_product_is_not_found(client, session):
    await make.product(session, "Bát gốm", slug="bat-gom", hidden=True)

    replies = [await client.get(f"/api/v1/products/{slug}") for slug in ("bat-gom", "khong-co")]

    assert [(reply.status_code, reply.json()["code"]) for reply in replies] == [(404, "no_such_product")] * 2


async def test_a_product_whose_certificate_ran_out_is_shown_but_not_sold(client, session, warp):
    await make.product(session, "Bát gốm", slug="bat-gom")
    await warp(session, timedelta(days=37 * 31))

    product = (await client.get("/api/v1/products/bat-gom")).json()

    assert (product["on_sale"], product["certificate"]["status"]) == (False, "expired")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=10000000000000000000000000000000",
        "stars=9",
        "stars=five",
        "district=B%E1%BA%AFc",
        "district=",
        "sort=cheap",
        "min_price=-1",
        "min_price=mot",
        "max_price=99999999999999999999",
        "in_stock=maybe",
        "cursor=",
        "cursor=%F0%9F%8D%B5",
        "cursor=abc",
        "q=" + "a" * 201,
        "stars=4&stars=six",
    ],
)
async def test_what_cannot_be_meant_is_refused(client, query):
    reply = await client.get(f"/api/v1/products?{query}")

    assert reply.status_code == 422, reply.text
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "place",
    [
        ["price", 1],
        ["price", "x", str(uuid4())],
        ["newest", "2026-01-01T00:00:00Z", str(uuid4())],
        ["price", 10**30, str(uuid4())],
        ["price", 2**63, str(uuid4())],
        {"a": 1},
        None,
        [["price"]],
    ],
)
async def test_a_cursor_of_another_list_is_refused(client, place):
    reply = await client.get("/api/v1/products", params={"sort": "price", "cursor": encode_cursor(place)})

    assert (reply.status_code, reply.json()["code"]) == (422, "bad_cursor")


@pytest.mark.parametrize(
    "key", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-01-01T00:00:00+14:00", "2026-01-01T00:00:00"]
)
async def test_a_made_up_instant_is_a_page_or_a_refusal(client, key):
    reply = await client.get("/api/v1/products", params={"cursor": encode_cursor(["newest", key, str(uuid4())])})

    assert reply.status_code in {200, 422}


@pytest.mark.parametrize(
    "query", ["district=khong-co", "stars=1", "producer=ai", "q=%F0%9F%8D%B5", "place=a", "group=b"]
)
async def test_what_names_nothing_gives_an_empty_list(client, session, query):
    await make.product(session)

    reply = await client.get(f"/api/v1/products?{query}")

    assert (reply.status_code, reply.json()["items"], reply.json()["next_cursor"]) == (200, [], None)


async def test_a_page_leads_to_the_next_by_http(client, session):
    for number in range(5):
        await make.product(session, f"Cốm {number}", slug=f"com-{number}", price=1000 + number)

    slugs, cursor = [], None
    while True:
        page = (
            await client.get(
                "/api/v1/products", params={"limit": 2, "sort": "price"} | ({"cursor": cursor} if cursor else {})
            )
        ).json()
        slugs += [item["slug"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert slugs == [f"com-{number}" for number in range(5)]


async def test_potential_five_is_never_five(client, session):
    await make.product(session, "Trà hoa vàng", slug="tiem-nang", stars=4, potential_five=True)

    by_stars = {stars: (await client.get(f"/api/v1/products?stars={stars}")).json()["items"] for stars in (4, 5)}
    marked = (await client.get("/api/v1/products?potential_five=true")).json()["items"]

    assert by_stars[5] == []
    assert [(item["stars"], item["potential_five"]) for item in by_stars[4] + marked] == [(4, True)] * 2


async def test_the_list_is_one_statement_and_a_search_two(live_client, sessions, engine):
    async with sessions() as session, session.begin():
        for number in range(3):
            await make.product(session, f"Cốm {number}", stock={"diem-mot": 1}, district="Ba Vì", slug=f"com-{number}")

    with logged(engine) as statements:
        listed = await live_client.get("/api/v1/products?stars=4&in_stock=true&district=ba-vi&place=diem-mot")
    with logged(engine) as searching:
        searched = await live_client.get("/api/v1/products?q=com&stars=4&in_stock=true&district=ba-vi&place=diem-mot")
    with logged(engine) as seeking:
        nothing = await live_client.get("/api/v1/products?q=xyzabc")

    assert [len(reply.json()["items"]) for reply in (listed, searched, nothing)] == [3, 3, 0]
    assert [len(seen) for seen in (statements, searching, seeking)] == [1, 2, 3]
