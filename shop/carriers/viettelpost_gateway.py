"""Viettel Post: its wire format (partner.viettelpost.vn, v2). Provinces, districts and wards are its own numbers."""

import hmac
import re
from datetime import datetime

import msgspec

from shop.carriers.carrier import Area, Call, Consignment, Label, LabelOrder, Report, ServiceFee
from shop.carriers.errors import BadCallback, CarrierRefused, ForgedCallback
from shop.carriers.models import CarrierName
from shop.carriers.status_rules import read_status
from shop.carriers.wire import Wire
from shop.core.clock import HANOI
from shop.core.money import Dong

BASE = "https://partner.viettelpost.vn"
_GOODS = "HH"  # goods, not letters
_DOMESTIC = 1
_COLLECT_GOODS, _COLLECT_NOTHING = 3, 1  # ORDER_PAYMENT
_CANCEL = 4  # TYPE of UpdateOrder
_AIR = frozenset({"VCN", "VBS"})  # express services that fly
_OK = 200
_HOURS_A_DAY = 24
_DATE = "%d/%m/%Y %H:%M:%S"


class _LoggedIn(msgspec.Struct):
    token: str


class _LoginAnswer(msgspec.Struct):
    status: int
    message: str = ""
    data: _LoggedIn | None = None


class _Price(msgspec.Struct):
    service: str = msgspec.field(name="MA_DV_CHINH")
    name: str = msgspec.field(name="TEN_DICHVU")
    fee: int = msgspec.field(name="GIA_CUOC")
    time: str = msgspec.field(name="THOI_GIAN", default="")


class _Said(msgspec.Struct):
    status: int
    error: bool = False
    message: str = ""


class _Made(msgspec.Struct):
    number: str = msgspec.field(name="ORDER_NUMBER")
    fee: int = msgspec.field(name="MONEY_TOTAL", default=0)


class _MadeAnswer(msgspec.Struct):
    status: int
    message: str = ""
    data: _Made | None = None


class _ToldOf(msgspec.Struct):
    number: str = msgspec.field(name="ORDER_NUMBER")
    code: int = msgspec.field(name="ORDER_STATUS")
    at: str = msgspec.field(name="ORDER_STATUSDATE")
    note: str | None = msgspec.field(name="NOTE", default=None)


class _Told(msgspec.Struct):
    data: _ToldOf = msgspec.field(name="DATA")
    token: str = msgspec.field(name="TOKEN", default="")


class ViettelPost:
    """A shop's account at Viettel Post. Its callbacks carry the TOKEN it was given with our address."""

    name = CarrierName.VIETTEL_POST

    def __init__(self, wire: Wire, *, user: str, password: str, secret: str, derived: bool = False) -> None:
        self._wire = wire
        self._login = {"USERNAME": user, "PASSWORD": password}
        self._secret = secret
        self._token = ""
        self.derived = derived

    async def fees(self, consignment: Consignment) -> tuple[ServiceFee, ...]:
        """All its services at once."""
        body = {
            "SENDER_PROVINCE": int(consignment.origin.province_code),
            "SENDER_DISTRICT": int(consignment.origin.district_code),
            "RECEIVER_PROVINCE": int(consignment.target.province_code),
            "RECEIVER_DISTRICT": int(consignment.target.district_code),
            "PRODUCT_TYPE": _GOODS,
            "PRODUCT_WEIGHT": consignment.weight_g,
            "PRODUCT_PRICE": consignment.value,
            "MONEY_COLLECTION": consignment.cash,
            "TYPE": _DOMESTIC,
        }
        headers = await self._headers()
        answer = await self._wire.post("/v2/order/getPriceAll", msgspec.Raw, body=body, headers=headers)
        return tuple(
            ServiceFee(
                service=one.service, name=one.name, fee=Dong(one.fee), days=_days(one.time), air=one.service in _AIR
            )
            for one in self._prices(answer)
            if consignment.by_air or one.service not in _AIR
        )

    async def create(self, order: LabelOrder) -> Label:
        """Make an order; the number is ours, so that asking twice gives one."""
        going = order.consignment
        body = {
            "ORDER_NUMBER": str(order.reference),
            "GROUPADDRESS_ID": 0,
            "CUS_ID": 0,
            "SENDER_FULLNAME": order.sender.name,
            "SENDER_PHONE": order.sender.phone,
            "SENDER_ADDRESS": order.sender.line,
            **_ends("SENDER", going.origin),
            "RECEIVER_FULLNAME": order.receiver.name,
            "RECEIVER_PHONE": order.receiver.phone,
            "RECEIVER_ADDRESS": order.receiver.line,
            **_ends("RECEIVER", going.target),
            "PRODUCT_NAME": order.contents[:150],
            "PRODUCT_DESCRIPTION": "",
            "PRODUCT_QUANTITY": 1,
            "PRODUCT_PRICE": going.value,
            "PRODUCT_WEIGHT": going.weight_g,
            "PRODUCT_TYPE": _GOODS,
            "ORDER_PAYMENT": _COLLECT_GOODS if going.cash else _COLLECT_NOTHING,
            "ORDER_SERVICE": order.service,
            "ORDER_SERVICE_ADD": "",
            "ORDER_NOTE": order.note[:150],
            "MONEY_COLLECTION": going.cash,
        }
        made = await self._wire.post("/v2/order/createOrder", _MadeAnswer, body=body, headers=await self._headers())
        if made.data is None:
            raise CarrierRefused(made.message)
        return Label(tracking=made.data.number, fee=Dong(made.data.fee), label_url=None)

    async def cancel(self, tracking: str) -> None:
        """Take it back."""
        body = {"TYPE": _CANCEL, "ORDER_NUMBER": tracking, "NOTE": "Người bán hủy"}
        said = await self._wire.post("/v2/order/UpdateOrder", _Said, body=body, headers=await self._headers())
        if said.status != _OK or said.error:
            raise CarrierRefused(said.message)

    async def track(self, _tracking: str, /) -> Report | None:
        """It tells by callback alone."""
        return None

    def read_callback(self, call: Call) -> Report:
        """JSON: what happened in DATA, our secret in TOKEN."""
        try:
            told = msgspec.json.decode(call.body, type=_Told)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise BadCallback from None
        if not hmac.compare_digest(told.token.encode(), self._secret.encode()):
            raise ForgedCallback
        try:
            told_at = datetime.strptime(told.data.at, _DATE).replace(tzinfo=HANOI)
        except ValueError:
            raise BadCallback from None
        code = str(told.data.code)
        return Report(
            foreign_id=f"{told.data.number}:{code}:{told_at.isoformat()}",
            tracking=told.data.number,
            code=code,
            status=read_status(CarrierName.VIETTEL_POST, code),
            told_at=told_at,
            reason=(told.data.note or "")[:300],
        )

    def _prices(self, answer: msgspec.Raw) -> list[_Price]:
        """A list; a refusal is an object, also one of a token that has run out: the next call signs in again."""
        try:
            return msgspec.json.decode(answer, type=list[_Price])
        except msgspec.ValidationError:
            self._token = ""
            raise CarrierRefused(bytes(answer[:100]).decode(errors="replace")) from None

    async def _headers(self) -> dict[str, str]:
        """The token of this process, fetched once."""
        if not self._token:
            answer = await self._wire.post("/v2/user/Login", _LoginAnswer, body=self._login, headers={})
            if answer.data is None:
                raise CarrierRefused(answer.message)
            self._token = answer.data.token
        return {"Token": self._token}


def _ends(side: str, area: Area) -> dict[str, int]:
    return {
        f"{side}_PROVINCE": int(area.province_code),
        f"{side}_DISTRICT": int(area.district_code),
        f"{side}_WARD": int(area.ward_code),
    }


def _days(written: str) -> int:
    """`24 giờ`, `1 - 2 ngày`, `36` (hours) as days; the last number counts."""
    numbers = [int(found) for found in re.findall(r"\d{1,4}", written)]
    if not numbers:
        return 3
    return max(1, numbers[-1] if "ngày" in written else -(-numbers[-1] // _HOURS_A_DAY))
