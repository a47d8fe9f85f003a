"""Viettel Post's paths in the sandbox."""

from litestar import Response, Router, post
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from shop.carriers.sandbox.books import Books
from shop.carriers.sandbox.door import KEY, AnyRequest, Json, refuse_strangers
from shop.carriers.sandbox.tariff import fee

_SERVICES = (("VCBO", "TMĐT tiết kiệm", 95, "2 ngày"), ("VCN", "Chuyển phát nhanh", 140, "24 giờ"))
_CANCEL, _CANCELLED = 4, "107"


@post("/v2/user/Login", status_code=200)
async def login(request: AnyRequest) -> Response[Json]:
    """The token, for the password `sandbox`."""
    if (await request.json()).get("PASSWORD") != KEY:
        return Response({"status": 401, "error": True, "message": "Sai mật khẩu", "data": None}, status_code=401)
    return Response({"status": 200, "error": False, "message": "OK", "data": {"userId": 1, "token": KEY}})


@post("/getPriceAll", status_code=200)
async def prices(request: AnyRequest) -> list[Json]:
    """Two services."""
    asked = await request.json()
    same = asked["SENDER_DISTRICT"] == asked["RECEIVER_DISTRICT"]
    return [
        {
            "MA_DV_CHINH": code,
            "TEN_DICHVU": name,
            "GIA_CUOC": fee(asked["PRODUCT_WEIGHT"], asked["PRODUCT_PRICE"], same_district=same, percent=percent),
            "THOI_GIAN": time,
            "EXCHANGE_WEIGHT": 0,
            "EXTRA_SERVICE": [],
        }
        for code, name, percent, time in _SERVICES
    ]


@post("/createOrder", status_code=200)
async def create(request: AnyRequest, state: State) -> Json:
    """A label; the same for the same ORDER_NUMBER."""
    asked = await request.json()
    cost = fee(asked["PRODUCT_WEIGHT"], asked["PRODUCT_PRICE"], same_district=False)
    made, _ = _books(state).open(asked["ORDER_NUMBER"], cost, "100")
    label = {"ORDER_NUMBER": made.tracking, "MONEY_COLLECTION": asked["MONEY_COLLECTION"], "MONEY_TOTAL": made.fee}
    return _said("OK", label)


@post("/UpdateOrder", status_code=200)
async def update(request: AnyRequest, state: State) -> Json:
    """Take a label back (TYPE 4)."""
    asked = await request.json()
    found = _books(state).find(asked["ORDER_NUMBER"])
    if found is None or asked["TYPE"] != _CANCEL:
        return {"status": 204, "error": True, "message": "Không tìm thấy đơn hàng", "data": None}
    found.code = _CANCELLED
    return _said("OK", None)


def _books(state: State) -> Books:
    books: Books = state.viettel_post
    return books


def _said(message: str, data: object) -> Json:
    return {"status": 200, "error": False, "message": message, "data": data}


routes: list[ControllerRouterHandler] = [
    login,
    Router("/v2/order", route_handlers=[prices, create, update], before_request=refuse_strangers),
]
