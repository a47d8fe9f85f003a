"""Rows of parcels: the staff of the places they stand at."""

from tests.rows.kinds import at_counter, only

AT = "/api/v1/orders/{code}/parcels/{number}"

API = {
    "GET /api/v1/sales-points/{slug}/pick-list": only("staff", "admin", query="?limit=5"),
    "GET /api/v1/sales-points/{slug}/late-parcels": only("staff", "admin", query="?limit=5"),
    "POST /api/v1/orders/{code}/cannot-supply": at_counter("staff", "admin", body={"reason": "Hết hàng"}),
    f"POST {AT}/cannot-supply": at_counter("staff", "admin", body={"reason": "Hết hàng"}),
    f"POST {AT}/pack": at_counter("staff", "admin"),
    f"POST {AT}/ship": at_counter("staff", "admin"),
    f"POST {AT}/deliver": at_counter("staff", "admin"),
    f"POST {AT}/cash-taken": at_counter("staff", "admin"),
    f"POST {AT}/relocate": at_counter("staff", "admin", body={"to": "{place}"}),
    f"POST {AT}/refuse": at_counter("staff", "admin", body={"reason": ""}),
}
PAGES = {"GET /quay/soan-hang": only("staff", "other_staff", "admin")}


async def names(_session, _world):
    """The first parcel of any order."""
    return {"number": "1"}
