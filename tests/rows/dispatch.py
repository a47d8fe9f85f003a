"""Rows of labels, tracking and carriers' numbers: the staff of the places parcels stand at; the order's readers."""

from tests.rows.kinds import at_counter, only, owner

AT = "/api/v1/orders/{code}/parcels/{number}"

API = {
    "GET /api/v1/orders/{code}/tracking": owner("buyer"),
    "GET /api/v1/orders/{code}/labels.pdf": at_counter("staff", "admin"),
    f"GET {AT}/label.pdf": at_counter("staff", "admin"),
    "GET /api/v1/sales-points/{slug}/labels.pdf": only("staff", "admin"),
    f"POST {AT}/shipment/retry": at_counter("staff", "admin"),
    f"POST {AT}/shipment/drop": at_counter("staff", "admin"),
}
PAGES = {
    "GET /quay/{code}/nhan": at_counter("staff", "admin"),
    "GET /quay/nhan-kien": only("staff", "other_staff", "admin"),
}
