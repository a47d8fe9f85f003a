"""Rows of payouts."""

from tests.make.payouts import drafted, sold, with_account
from tests.rows.kinds import only

OFFICE = ("officer", "admin")
MEMBERS = ("producer", "admin")

API = {
    "GET /api/v1/office/payout-batches": only(*OFFICE, query="?limit=5"),
    "GET /api/v1/office/payout-batches/{batch_id}": only(*OFFICE),
    "GET /api/v1/office/payout-accounts": only(*OFFICE),
}
PAGES = {
    "GET /van-phong/chi-tra": only(*OFFICE),
    "POST /van-phong/chi-tra": only(*OFFICE, form=True, body={"act": "draft", "request_key": "matrix-{fresh}"}),
    "GET /van-phong/chi-tra/{batch_id}": only(*OFFICE),
    "POST /van-phong/chi-tra/{batch_id}": only(*OFFICE, form=True, body={"act": "send"}),
    "GET /van-phong/chi-tra/{batch_id}/uy-nhiem-chi.csv": only(*OFFICE),
    "GET /chu-the/{slug}/tai-khoan-ngan-hang": only(*MEMBERS),
    "POST /chu-the/{slug}/tai-khoan-ngan-hang": only(
        *MEMBERS, form=True, body={"bank_bin": "970405", "number": "12345678", "holder": "HTX"}
    ),
}


async def names(session, _world):
    """A draft."""
    maker, _ = await with_account(session)
    await sold(session, maker, 300_000)
    batch, _ = await drafted(session)
    await session.flush()
    return {"batch_id": str(batch)}
