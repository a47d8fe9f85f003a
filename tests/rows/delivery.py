"""Addresses, ways of delivery and what carriers tell: who may call what."""

from uuid import uuid4

from tests.make import catalog
from tests.rows.kinds import ASKERS, Row, anyone, signed_in

ADDRESS = {"name": "Lê Thị Lan", "phone": "0912 345 678", "line": "12 Hàng Bạc", "commune": "{commune}"}
NOBODYS = Row(dict.fromkeys(ASKERS, 404) | {"guest": 401})

API = {
    "GET /api/v1/regions/communes": anyone(query="?q=Ba"),
    "GET /api/v1/addresses": signed_in(),
    "POST /api/v1/addresses": signed_in(body=ADDRESS),
    "PUT /api/v1/addresses/{address_id}": Row(NOBODYS.expect, body=ADDRESS),
    "POST /api/v1/addresses/{address_id}/default": NOBODYS,
    "DELETE /api/v1/addresses/{address_id}": signed_in(),
    "POST /api/v1/carts/{cart_id}/delivery-ways": anyone(body={"commune": "{commune}"}),
    "POST /api/v1/carriers/{carrier}/callbacks": Row(
        dict.fromkeys(ASKERS, 403), body={"OrderCode": "X", "Status": "picked", "Time": "2026-11-28T03:00:00Z"}
    ),
}
PAGES = {
    "POST /thanh-toan/giao-hang": anyone(form=True, body={"commune": "{commune}", "step": "ways"}),
    "GET /tai-khoan/dia-chi": signed_in(),
    "POST /tai-khoan/dia-chi": signed_in(form=True, body=ADDRESS),
    "POST /tai-khoan/dia-chi/{address_id}/mac-dinh": signed_in(form=True, body={}),
    "POST /tai-khoan/dia-chi/{address_id}/xoa": signed_in(form=True, body={}),
}


async def names(session, _world):
    """A commune of today, an address that is in nobody's book, a carrier that is told nothing without its secret."""
    commune = await catalog.region(session, "Hoàn Kiếm", catalog.RegionLevel.COMMUNE)
    return {"commune": commune.slug, "address_id": str(uuid4()), "carrier": "ghn"}
