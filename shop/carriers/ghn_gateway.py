"""Giao Hàng Nhanh: its wire format (api.ghn.vn, v2). Districts and wards are its own numbers."""

import hmac
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from shop.carriers.carrier import Area, Call, Consignment, Label, LabelOrder, Report, ServiceFee
from shop.carriers.errors import BadCallback, CarrierRefused, ForgedCallback
from shop.carriers.models import CarrierName
from shop.carriers.status_rules import read_status
from shop.carriers.wire import Wire
from shop.core.money import Dong

BASE = "https://online-gateway.ghn.vn"
_ORDER = "/shiip/public-api/v2/shipping-order"
_OK = 200
_LIGHT, _HEAVY = 2, 5  # service types; above 20 kg a parcel is heavy
_HEAVY_FROM_G = 20_000
_BOX_CM = 20  # a side; the price goes by weight where the box is small
_MOST_INSURED = 5_000_000  # đồng
_PAID_BY_SHOP = 1
_PAUSE = timedelta(hours=12)  # how long before its promised end a day is counted as begun

DataT = TypeVar("DataT")


class _Answer(msgspec.Struct):
    code: int
    message: str = ""
    data: msgspec.Raw = msgspec.Raw(b"null")


class _Service(msgspec.Struct):
    service_id: int
    service_type_id: int
    short_name: str = ""


class _Fee(msgspec.Struct):
    total: int


class _LeadTime(msgspec.Struct):
    leadtime: int
    order_date: int = 0


class _Made(msgspec.Struct):
    order_code: str
    total_fee: int = 0


class _Cancelled(msgspec.Struct):
    order_code: str
    result: bool
    message: str = ""


class _Token(msgspec.Struct):
    token: str


class _Detail(msgspec.Struct):
    order_code: str
    status: str
    updated_date: datetime


class _Told(msgspec.Struct):
    order_code: str = msgspec.field(name="OrderCode")
    status: str = msgspec.field(name="Status")
    time: datetime = msgspec.field(name="Time")
    reason: str | None = msgspec.field(name="Reason", default=None)


class Ghn:
    """A shop's account at GHN. Its callbacks are not signed: the address it was given carries our `secret`."""

    name = CarrierName.GHN

    def __init__(self, wire: Wire, *, token: str, shop_id: str, secret: str, derived: bool = False) -> None:
        self._wire = wire
        self._headers = {"Token": token, "ShopId": shop_id}
        self._shop = int(shop_id)
        self._secret = secret
        self.derived = derived

    async def fees(self, consignment: Consignment) -> tuple[ServiceFee, ...]:
        """The services between two districts, each with its fee and its promised day."""
        ends = {"from_district": _number(consignment.origin), "to_district": _number(consignment.target)}
        services = await self._ask("/available-services", list[_Service], {"shop_id": self._shop, **ends})
        wanted = _HEAVY if consignment.weight_g > _HEAVY_FROM_G else _LIGHT
        fitting = [service for service in services if service.service_type_id == wanted]
        return tuple([await self._fee(service, consignment) for service in fitting])

    async def create(self, order: LabelOrder) -> Label:
        """Make an order; GHN answers a known client_order_code with the order it has."""
        going = order.consignment
        body = {
            "payment_type_id": _PAID_BY_SHOP,
            "required_note": "CHOXEMHANGKHONGTHU",
            "client_order_code": str(order.reference),
            "from_name": order.sender.name,
            "from_phone": order.sender.phone,
            "from_address": order.sender.line,
            "from_ward_name": going.origin.ward,
            "from_district_name": going.origin.district,
            "from_province_name": going.origin.province,
            "to_name": order.receiver.name,
            "to_phone": order.receiver.phone,
            "to_address": order.receiver.line,
            "to_ward_code": going.target.ward_code,
            "to_district_id": _number(going.target),
            "content": order.contents,
            "note": order.note,
            "cod_amount": going.cash,
            "service_type_id": _HEAVY if going.weight_g > _HEAVY_FROM_G else _LIGHT,
            "service_id": int(order.service),
            "items": [{"name": order.contents[:200], "quantity": 1, "weight": going.weight_g}],
            **_measures(going),
        }
        made = await self._ask("/create", _Made, body)
        return Label(tracking=made.order_code, fee=Dong(made.total_fee), label_url=await self._print(made.order_code))

    async def cancel(self, tracking: str) -> None:
        """Take it back."""
        path = "/shiip/public-api/v2/switch-status/cancel"
        ended = await self._ask_at(path, list[_Cancelled], {"order_codes": [tracking]})
        if not all(one.result for one in ended):
            raise CarrierRefused(ended[0].message)

    async def track(self, tracking: str) -> Report | None:
        """What its detail says."""
        detail = await self._ask("/detail", _Detail, {"order_code": tracking})
        return _report(detail.order_code, detail.status, detail.updated_date, "")

    def read_callback(self, call: Call) -> Report:
        """JSON; the address carries our secret as `token`."""
        if not hmac.compare_digest(call.query.get("token", "").encode(), self._secret.encode()):
            raise ForgedCallback
        try:
            told = msgspec.json.decode(call.body, type=_Told)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise BadCallback from None
        return _report(told.order_code, told.status, told.time, told.reason or "")

    async def _fee(self, service: _Service, going: Consignment) -> ServiceFee:
        ends = {
            "service_id": service.service_id,
            "service_type_id": service.service_type_id,
            "from_district_id": _number(going.origin),
            "from_ward_code": going.origin.ward_code,
            "to_district_id": _number(going.target),
            "to_ward_code": going.target.ward_code,
        }
        fee = await self._ask("/fee", _Fee, {**ends, **_measures(going), "cod_value": going.cash})
        lead = await self._ask("/leadtime", _LeadTime, ends)
        promised = timedelta(seconds=max(0, lead.leadtime - lead.order_date)) if lead.order_date else timedelta(days=2)
        days = max(1, (promised + _PAUSE).days)
        return ServiceFee(service=str(service.service_id), name=service.short_name, fee=Dong(fee.total), days=days)

    async def _print(self, tracking: str) -> str:
        made = await self._ask_at("/shiip/public-api/v2/a5/gen-token", _Token, {"order_codes": [tracking]})
        return f"{self._wire.base}/a5/public-api/printA5?token={made.token}"

    async def _ask(self, path: str, kind: type[DataT], body: object) -> DataT:
        return await self._ask_at(f"{_ORDER}{path}", kind, body)

    async def _ask_at(self, path: str, kind: type[DataT], body: object) -> DataT:
        answer = await self._wire.post(path, _Answer, body=body, headers=self._headers)
        if answer.code != _OK:
            raise CarrierRefused(answer.message)
        try:
            return msgspec.json.decode(answer.data, type=kind)
        except msgspec.ValidationError:
            raise CarrierRefused(answer.message) from None


def _measures(going: Consignment) -> dict[str, int]:
    sides = dict.fromkeys(("length", "width", "height"), _BOX_CM)
    return {"weight": going.weight_g, "insurance_value": min(going.value, _MOST_INSURED), **sides}


def _number(area: Area) -> int:
    return int(area.district_code)


def _report(tracking: str, code: str, at: datetime, reason: str) -> Report:
    if at.tzinfo is None:
        raise BadCallback
    return Report(
        foreign_id=f"{tracking}:{code}:{at.isoformat()}",
        tracking=tracking,
        code=code,
        status=read_status(CarrierName.GHN, code),
        told_at=at,
        reason=reason[:300],
    )
