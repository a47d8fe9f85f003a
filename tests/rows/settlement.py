"""Rows of the ledger: a producer's people and officers read what is told of it; the books are the office's."""

from datetime import timedelta

from shop.core.clock import today
from tests.rows.kinds import only

READERS = ("producer", "officer", "admin")
OFFICE = ("officer", "admin")
AT = "/api/v1/producers/{slug}"
API = {
    f"GET {AT}/balance": only(*READERS),
    f"GET {AT}/ledger": only(*READERS, query="?limit=5"),
    f"GET {AT}/statements": only(*READERS),
    f"GET {AT}/statements/{{month}}": only(*READERS),
    f"GET {AT}/statements/{{month}}/lines": only(*READERS, query="?limit=5"),
    f"GET {AT}/statements/{{month}}/statement.pdf": only(*READERS),
    f"GET {AT}/statements/{{month}}/lines.csv": only(*READERS),
}
PAGES = {
    "GET /chu-the/{slug}/doi-soat": only(*READERS),
    "GET /chu-the/{slug}/doi-soat/{month}": only(*READERS),
    "GET /chu-the/{slug}/doi-soat/{month}/bang-ke.pdf": only(*READERS),
    "GET /chu-the/{slug}/doi-soat/{month}/bang-ke.csv": only(*READERS),
    "GET /van-phong/so-cai": only(*OFFICE),
    "POST /van-phong/so-cai": only(
        *OFFICE, form=True, body={"starts_on": "{ahead}", "commission": "3", "fee": "1", "note": "Thử"}
    ),
    "GET /van-phong/so-cai/can-doi.csv": only(*OFFICE),
    "GET /van-phong/so-cai/thue/{month}/khau-tru.csv": only(*OFFICE),
}


async def names(session, _world):
    """This month, and a day on which a rate may begin."""
    day = await today(session)
    return {"month": f"{day:%Y-%m}", "ahead": str(day + timedelta(days=30))}
