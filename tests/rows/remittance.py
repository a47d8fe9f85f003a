"""Rows of cash on delivery in the office."""

from sqlalchemy import select

from shop.remittance.apply_list import apply_list
from shop.remittance.models import Remittance
from tests.make.remittance import brought, officer, sent
from tests.rows.kinds import only

OFFICE = ("officer", "admin")
SETTLE = {"act": "settle", "remittance": "{remittance_id}", "bank_reference": "FT2633200"}

API = {
    "GET /api/v1/office/cod/held": only(*OFFICE),
    "GET /api/v1/office/cod/lists": only(*OFFICE, query="?limit=5"),
    "GET /api/v1/office/cod/lists/{list_id}": only(*OFFICE, query="?after=1"),
    "GET /api/v1/office/cod/remittances": only(*OFFICE, query="?settled=true"),
}
PAGES = {
    "GET /van-phong/doi-soat-cod": only(*OFFICE),
    "POST /van-phong/doi-soat-cod": only(*OFFICE, form=True, body=SETTLE),
    "GET /van-phong/doi-soat-cod/{list_id}": only(*OFFICE),
    "POST /van-phong/doi-soat-cod/{list_id}": only(*OFFICE, form=True, body={"act": "apply"}),
}


async def names(session, _world):
    """A list of a carrier that was applied."""
    _, _, (first, _), parcels = await brought(session)
    who = await officer(session)
    file = await sent(session, who, (first, parcels[0].amount))
    await apply_list(session, who, file)
    await session.flush()
    remittance = await session.scalar(select(Remittance.id).where(Remittance.reference == file))
    return {"list_id": str(file), "remittance_id": str(remittance)}
