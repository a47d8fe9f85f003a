"""Rows of vouchers: a producer's own, and the office's."""

from tests.make.promotions import voucher
from tests.rows.kinds import only

WINDOW = {"starts_at": "2026-01-01T00:00:00+07:00", "ends_at": "2099-01-01T00:00:00+07:00"}
OWN = {"code": "MA{fresh}", "name": "Giảm giá", "amount": 10_000, **WINDOW}
FORM = {"act": "make", "code": "MADUYNHAT", "name": "Giảm giá", "amount": "10000", "ends_on": "2099-01-01"}

API = {
    "GET /api/v1/producers/{slug}/vouchers": only("producer", "admin"),
    "POST /api/v1/producers/{slug}/vouchers": only("producer", "admin", body=OWN),
    "GET /api/v1/vouchers": only("officer", "admin"),
    "POST /api/v1/vouchers": only("officer", "admin", body={**OWN, "kind": "platform"}),
    "POST /api/v1/vouchers/{voucher}/end": only("officer", "admin"),
}
PAGES = {
    "GET /chu-the/{slug}/ma-giam-gia": only("producer", "admin"),
    "POST /chu-the/{slug}/ma-giam-gia": only("producer", "admin", form=True, body=FORM),
    "GET /van-phong/ma-giam-gia": only("officer", "admin"),
    "POST /van-phong/ma-giam-gia": only("officer", "admin", form=True, body=FORM),
}


async def names(session, _world):
    """A voucher of the platform."""
    return {"voucher": (await voucher(session)).code}
