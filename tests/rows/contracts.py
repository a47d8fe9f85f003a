"""Rows of contracts: who may read the order may read its contract."""

from tests.rows.kinds import owner

API = {
    "GET /api/v1/orders/{code}/contract": owner("buyer"),
    "GET /api/v1/orders/{code}/contract.pdf": owner("buyer"),
}
PAGES = {"GET /don-hang/{code}/hop-dong": owner("buyer")}
