"""GHN's paths in the sandbox."""

from datetime import UTC, datetime

from litestar import Response, Router, post
from litestar.datastructures import State

from shop.carriers.sandbox.books import Books
from shop.carriers.sandbox.door import AnyRequest, Json, refuse_strangers
from shop.carriers.sandbox.tariff import fee

LIGHT, HEAVY = 53320, 100039
_DAY = 24 * 3600
_START = 1_700_000_000  # the second its lead times count from


@post("/available-services", status_code=200)
async def services(request: AnyRequest) -> Json:
    """Two services between any two districts."""
    await request.json()
    light = {"service_id": LIGHT, "short_name": "Hàng nhẹ", "service_type_id": 2}
    heavy = {"service_id": HEAVY, "short_name": "Hàng nặng", "service_type_id": 5}
    return _ok([light, heavy])


@post("/fee", status_code=200)
async def price(request: AnyRequest) -> Json:
    """The tariff and a tenth."""
    asked = await request.json()
    total = _fee(asked, same=asked["from_district_id"] == asked["to_district_id"])
    return _ok({"total": total, "service_fee": total, "insurance_fee": 0, "pick_station_fee": 0, "coupon_value": 0})


@post("/leadtime", status_code=200)
async def leadtime(request: AnyRequest) -> Json:
    """A day inside a district, else two."""
    asked = await request.json()
    days = 1 if asked["from_district_id"] == asked["to_district_id"] else 2
    return _ok({"leadtime": _START + days * _DAY, "order_date": _START})


@post("/create", status_code=200)
async def create(request: AnyRequest, state: State) -> Json:
    """A label; the same for the same client_order_code."""
    asked = await request.json()
    made, _ = _books(state).open(asked["client_order_code"], _fee(asked, same=False), "ready_to_pick")
    return _ok({"order_code": made.tracking, "sort_code": "1-HN-07", "trans_type": "truck", "total_fee": made.fee})


@post("/detail", status_code=200)
async def detail(request: AnyRequest, state: State) -> Response[Json]:
    """Where a parcel stands."""
    asked = await request.json()
    found = _books(state).find(asked["order_code"])
    if found is None:
        return Response({"code": 400, "message": "Không tìm thấy đơn hàng", "data": None}, status_code=400)
    at = datetime(2026, 1, 1, tzinfo=UTC).isoformat()
    return Response(_ok({"order_code": found.tracking, "status": found.code, "updated_date": at, "log": []}))


@post("/switch-status/cancel", status_code=200)
async def cancel(request: AnyRequest, state: State) -> Json:
    """Take labels back, each with its own answer."""
    ended = []
    for tracking in (await request.json())["order_codes"]:
        found = _books(state).find(tracking)
        if found is not None:
            found.code = "cancel"
        message = "OK" if found else "Không tìm thấy đơn hàng"
        ended.append({"order_code": tracking, "result": found is not None, "message": message})
    return _ok(ended)


@post("/a5/gen-token", status_code=200)
async def print_token(request: AnyRequest) -> Json:
    """The key of a label's page."""
    return _ok({"token": f"print-{(await request.json())['order_codes'][0]}"})


def _books(state: State) -> Books:
    books: Books = state.ghn
    return books


def _fee(asked: Json, *, same: bool) -> int:
    return fee(asked["weight"], asked.get("insurance_value", 0), same_district=same, percent=110)


def _ok(data: object) -> Json:
    return {"code": 200, "message": "Success", "data": data}


_ORDERS = [services, price, leadtime, create, detail]
routes = [
    Router("/shiip/public-api/v2/shipping-order", route_handlers=_ORDERS, before_request=refuse_strangers),
    Router("/shiip/public-api/v2", route_handlers=[cancel, print_token], before_request=refuse_strangers),
]
