"""The list of products over HTTP."""

from datetime import timedelta

from tests.make import catalog as make


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
            }
        ],
        "next_cursor": None,
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
