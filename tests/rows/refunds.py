"""Rows of refunds by persons."""

from tests.make.refunds import claimed
from tests.make.returns import bought
from tests.rows.kinds import only

OFFICE = ("officer", "admin")

API = {"GET /api/v1/office/refunds": only(*OFFICE, query="?limit=5")}
PAGES = {
    "GET /van-phong/hoan-tien": only(*OFFICE),
    "POST /van-phong/hoan-tien": only(*OFFICE, form=True, body={"act": "pay", "refund": "{refund_id}", "note": "FT1"}),
}


async def names(session, _world):
    """A refund that is owed."""
    refund, _ = await claimed(session, await bought(session), 100_000)
    return {"refund_id": str(refund.id)}
