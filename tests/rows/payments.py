"""Rows of payments: who may read an order may pay it."""

from tests.rows.kinds import owner

PAGES = {
    "GET /don-hang/{code}/thanh-toan": owner("buyer"),
    "POST /don-hang/{code}/thanh-toan": owner("buyer", form=True, body={}),
}
