"""Rows of a buyer's own pages."""

from tests.rows.kinds import ASKERS, Row, anyone, owner, signed_in

API = {
    "GET /api/v1/me/orders": signed_in(query="?limit=5"),
    "POST /api/v1/orders/find": Row(dict.fromkeys(ASKERS, 404), body={"code": "CM-2222-2222", "phone": "0912 345 678"}),
    "POST /api/v1/orders/{code}/buy-again": owner("buyer", body={}),
}
PAGES = {
    "GET /tai-khoan/don-hang": signed_in(),
    "GET /tra-cuu-don": anyone(),
    "POST /tra-cuu-don": Row(dict.fromkeys(ASKERS, 404), form=True, body={"code": "CM-2222-2222", "phone": "0912"}),
    "GET /don-hang/{code}/mua-lai": owner("buyer"),
    "POST /don-hang/{code}/mua-lai": owner("buyer", form=True, body={}),
}
