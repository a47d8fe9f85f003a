"""The list of products over HTTP."""

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
