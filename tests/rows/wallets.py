"""Rows of paying an order through VNPAY and MoMo: its own readers; the providers' notices, which prove themselves."""

from tests.rows.kinds import ASKERS, Row, anyone, owner

API = {
    "POST /api/v1/orders/{code}/payment": owner("buyer", body={"method": "cod"}),
    "GET /api/v1/payments/vnpay/ipn": anyone(query="?vnp_TxnRef=5"),
    "POST /api/v1/payments/momo/ipn": Row(dict.fromkeys(ASKERS, 403), body={"orderId": "5", "signature": "0"}),
}
PAGES = {
    "POST /don-hang/{code}/thanh-toan/cach": owner("buyer", form=True, body={"method": "cod"}),
    "GET /don-hang/{code}/thanh-toan/vnpay": owner("buyer"),
    "GET /don-hang/{code}/thanh-toan/momo": owner("buyer"),
}
