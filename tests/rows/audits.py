"""Rows of the auditor: the programme office."""

from shop.audits.ask_audit import ask_audit
from tests.rows.kinds import only

OFFICE = ("officer", "admin")
API = {
    "GET /api/v1/office/audits": only(*OFFICE, query="?limit=5"),
    "GET /api/v1/office/audits/{audit_id}": only(*OFFICE),
    "POST /api/v1/office/audits": only(*OFFICE),
}
PAGES = {
    "GET /van-phong/kiem-so": only(*OFFICE, query="?lan={audit_id}"),
    "POST /van-phong/kiem-so": only(*OFFICE, form=True, body={}),
    "GET /van-phong/kiem-so/{audit_id}/sai-lech.csv": only(*OFFICE),
}


async def names(session, world):
    """A run that waits."""
    return {"audit_id": str(await ask_audit(session, None))}
