"""Giao Hàng Tiết Kiệm: its wire format (docs.giaohangtietkiem.vn). Addresses are words, weights of goods kilograms."""

import hmac
from datetime import datetime
from urllib.parse import parse_qs, quote

import msgspec

from shop.carriers.carrier import Call, Consignment, Label, LabelOrder, Report, ServiceFee
from shop.carriers.errors import BadCallback, CarrierRefused, ForgedCallback
from shop.carriers.models import CarrierName
from shop.carriers.status_rules import read_status
from shop.carriers.wire import Wire
from shop.core.clock import HANOI
from shop.core.money import Dong

BASE = "https://services.giaohangtietkiem.vn"
_TRANSPORT = {"road": ("Đường bộ", 2), "fly": ("Đường bay", 1)}  # name, days inside one province
_KNOWN = "ORDER_ID_EXIST"
_FRAGILE_TAG = 1  # "Dễ vỡ"


class _FeeOf(msgspec.Struct):
    fee: int
    delivery: bool = True
    name: str = ""


class _FeeAnswer(msgspec.Struct):
    success: bool
    message: str = ""
    fee: _FeeOf | None = None


class _Made(msgspec.Struct):
    label: str
    fee: int | str = 0


class _Refused(msgspec.Struct):
    code: str = ""
    ghtk_label: str = ""


class _MadeAnswer(msgspec.Struct):
    success: bool
    message: str = ""
    order: _Made | None = None
    error: _Refused | None = None


class _Standing(msgspec.Struct):
    label_id: str
    status: int | str
    modified: str


class _TrackAnswer(msgspec.Struct):
    success: bool
    message: str = ""
    order: _Standing | None = None


class _Said(msgspec.Struct):
    success: bool
    message: str = ""


class Ghtk:
    """A shop's account at GHTK. Its callbacks carry the `hash` it was given with our address."""

    name = CarrierName.GHTK

    def __init__(self, wire: Wire, *, token: str, partner: str, secret: str, derived: bool = False) -> None:
        self._wire = wire
        self._headers = {"Token": token, "X-Client-Source": partner}
        self._secret = secret
        self.derived = derived

    async def fees(self, consignment: Consignment) -> tuple[ServiceFee, ...]:
        """The fee by road, and by air where it may fly."""
        ways = ("road", "fly") if consignment.by_air else ("road",)
        asked = [await self._fee(consignment, way) for way in ways]
        return tuple(fee for fee in asked if fee is not None)

    async def create(self, order: LabelOrder) -> Label:
        """Make an order; GHTK names the label it has for a known id."""
        going = order.consignment
        goods = {"name": order.contents[:200], "weight": going.weight_g / 1000, "quantity": 1}
        written = {
            "id": str(order.reference),
            "pick_name": order.sender.name,
            "pick_tel": order.sender.phone,
            "pick_address": order.sender.line,
            "pick_province": going.origin.province,
            "pick_district": going.origin.district,
            "pick_ward": going.origin.ward,
            "name": order.receiver.name,
            "tel": order.receiver.phone,
            "address": order.receiver.line,
            "province": going.target.province,
            "district": going.target.district,
            "ward": going.target.ward,
            "hamlet": "Khác",
            "is_freeship": 1,
            "pick_money": going.cash,
            "value": going.value,
            "note": order.note[:120],
            "transport": order.service,
            **({"tags": [_FRAGILE_TAG]} if going.fragile else {}),
        }
        body = {"products": [goods], "order": written}
        answer = await self._wire.post(
            "/services/shipment/order/?ver=1.5", _MadeAnswer, body=body, headers=self._headers
        )
        if answer.order is not None and answer.success:
            return self._label(answer.order.label, int(answer.order.fee))
        if answer.error is not None and answer.error.code == _KNOWN and answer.error.ghtk_label:
            return self._label(answer.error.ghtk_label, 0)
        raise CarrierRefused(answer.message)

    async def cancel(self, tracking: str) -> None:
        """Take it back."""
        path = f"/services/shipment/cancel/{quote(tracking, safe='')}"
        said = await self._wire.post(path, _Said, body={}, headers=self._headers)
        if not said.success:
            raise CarrierRefused(said.message)

    async def track(self, tracking: str) -> Report | None:
        """What its status says."""
        path = f"/services/shipment/v2/{quote(tracking, safe='')}"
        answer = await self._wire.get(path, _TrackAnswer, query={}, headers=self._headers)
        if answer.order is None:
            raise CarrierRefused(answer.message)
        return _report(answer.order.label_id, str(answer.order.status), answer.order.modified, "")

    def read_callback(self, call: Call) -> Report:
        """A form; `hash` stands in the address or in the form."""
        form = {name: values[0] for name, values in _form(call.body).items()}
        given = call.query.get("hash") or form.get("hash", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise ForgedCallback
        label, code, at = form.get("label_id"), form.get("status_id"), form.get("action_time")
        if not label or not code or not at:
            raise BadCallback
        return _report(label, code, at, form.get("reason", ""))

    async def _fee(self, going: Consignment, way: str) -> ServiceFee | None:
        query: dict[str, str | int] = {
            "pick_province": going.origin.province,
            "pick_district": going.origin.district,
            "pick_ward": going.origin.ward,
            "province": going.target.province,
            "district": going.target.district,
            "ward": going.target.ward,
            "weight": going.weight_g,
            "value": going.value,
            "transport": way,
            "deliver_option": "none",
            **({"tags[]": _FRAGILE_TAG} if going.fragile else {}),
        }
        answer = await self._wire.get("/services/shipment/fee", _FeeAnswer, query=query, headers=self._headers)
        if not answer.success or answer.fee is None:
            raise CarrierRefused(answer.message)
        if not answer.fee.delivery:
            return None
        name, days = _TRANSPORT[way]
        return ServiceFee(service=way, name=name, fee=Dong(answer.fee.fee), days=days, air=way == "fly")

    def _label(self, tracking: str, fee: int) -> Label:
        url = f"{self._wire.base}/services/label/{quote(tracking, safe='')}"
        return Label(tracking=tracking, fee=Dong(fee), label_url=url)


def _form(body: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(body.decode(), max_num_fields=40)
    except (UnicodeDecodeError, ValueError):
        raise BadCallback from None


def _report(tracking: str, code: str, at: str, reason: str) -> Report:
    """GHTK writes its times in Hà Nội's, with or without the zone."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise BadCallback from None
    told_at = moment if moment.tzinfo else moment.replace(tzinfo=HANOI)
    return Report(
        foreign_id=f"{tracking}:{code}:{told_at.isoformat()}",
        tracking=tracking,
        code=code,
        status=read_status(CarrierName.GHTK, code),
        told_at=told_at,
        reason=reason[:300],
    )
