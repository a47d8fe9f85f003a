"""GHTK's paths in the sandbox."""

from typing import Annotated

from litestar import Response, Router, get, post
from litestar.datastructures import State
from litestar.params import PathParameter

from shop.carriers.sandbox.books import Books
from shop.carriers.sandbox.door import AnyRequest, Json, refuse_strangers
from shop.carriers.sandbox.tariff import fee

_FLY = 150  # percent of the fee by road
_CANCELLED = "-1"
TrackingPath = Annotated[str, PathParameter(min_length=1, max_length=60)]


@get("/shipment/fee")
async def price(request: AnyRequest) -> Json:
    """The tariff; by air half more."""
    asked = request.query_params
    same = asked["pick_district"] == asked["district"]
    percent = _FLY if asked.get("transport") == "fly" else 100
    total = fee(int(asked["weight"]), int(asked.get("value", 0)), same_district=same, percent=percent)
    found = {"name": "area1", "fee": total, "insurance_fee": 0, "delivery_type": "", "dt": "local", "delivery": True}
    return {"success": True, "message": "", "fee": found}


@post("/shipment/order", status_code=200)
async def create(request: AnyRequest, state: State) -> Json:
    """A label; a known id is refused with the label it has."""
    asked = await request.json()
    order = asked["order"]
    grams = round(sum(each["weight"] * each["quantity"] for each in asked["products"]) * 1000)
    cost = fee(grams, order["value"], same_district=order["pick_district"] == order["district"])
    made, new = _books(state).open(order["id"], cost, "2")
    if not new:
        known = {"code": "ORDER_ID_EXIST", "partner_id": made.reference, "ghtk_label": made.tracking, "status": 2}
        return {"success": False, "message": "Mã đơn hàng đã tồn tại", "error": known}
    label = {"partner_id": made.reference, "label": made.tracking, "area": 1, "fee": str(made.fee), "status_id": 2}
    return {"success": True, "message": "", "order": {**label, "insurance_fee": "0", "products": []}}


@post("/shipment/cancel/{tracking:str}", status_code=200)
async def cancel(state: State, tracking: TrackingPath) -> Json:
    """Take a label back."""
    found = _books(state).find(tracking)
    if found is None:
        return {"success": False, "message": "Đơn hàng không tồn tại"}
    found.code = _CANCELLED
    return {"success": True, "message": ""}


@get("/shipment/v2/{tracking:str}")
async def standing(state: State, tracking: TrackingPath) -> Response[Json]:
    """Where a parcel stands."""
    found = _books(state).find(tracking)
    if found is None:
        return Response({"success": False, "message": "Đơn hàng không tồn tại"}, status_code=404)
    order = {
        "label_id": tracking,
        "partner_id": found.reference,
        "status": found.code,
        "modified": "2026-01-01 08:00:00",
    }
    return Response({"success": True, "message": "", "order": order})


def _books(state: State) -> Books:
    books: Books = state.ghtk
    return books


routes = [Router("/services", route_handlers=[price, create, cancel, standing], before_request=refuse_strangers)]
