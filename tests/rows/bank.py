"""Rows of bank transfers: banks by their signature, buyers by their order, the office."""

from shop.bank.models import BankCase
from tests.make.bank import awaiting, case
from tests.rows.kinds import ASKERS, Row, anyone, only

OFFICE = ("officer", "admin")
API = {
    "POST /api/v1/payments/bank/{kind}": Row(dict.fromkeys(ASKERS, 403), body={"id": 1}),
    "GET /api/v1/office/bank-cases": only(*OFFICE, query="?limit=5"),
    "POST /api/v1/office/bank-cases/{case_id}/match": only(*OFFICE, body={"code": "CM-7F3K-92PM"}),
    "POST /api/v1/office/bank-cases/{case_id}/return": only(*OFFICE, body={"bank_reference": "FT1"}),
    "POST /api/v1/office/bank-cases/{case_id}/keep": only(*OFFICE, body={"note": "Chờ người chuyển liên hệ"}),
}
PAGES = {
    # the order of these rows is paid in cash: it has no QR code for anybody
    "GET /don-hang/{code}/thanh-toan/ma-qr.png": Row(dict.fromkeys(ASKERS, 404)),
    "GET /van-phong/chuyen-khoan": only(*OFFICE, query="?done=keep"),
    "POST /van-phong/chuyen-khoan": only(
        *OFFICE, form=True, body={"case": "{bank_case}", "act": "keep", "note": "Chờ người chuyển liên hệ"}
    ),
    "GET /sandbox/ngan-hang": anyone(query="?memo=CM&amount=1000"),
    "POST /sandbox/ngan-hang": anyone(form=True, body={"amount": "1000", "memo": "CM"}),
}


async def names(session, world):
    """A transfer that waits for a person, and a bank's way to tell."""
    await awaiting(session)
    found: BankCase = await case(session)
    return {"bank_case": str(found.id), "case_id": str(found.id), "kind": "sepay"}
