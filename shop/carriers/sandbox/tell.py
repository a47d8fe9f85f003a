"""What the sandbox tells of a parcel: callbacks as each vendor sends them, late, twice or out of order on request."""

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import urlencode

import msgspec

from shop.carriers.models import CarrierName
from shop.core.clock import HANOI


class Callback(msgspec.Struct, frozen=True, kw_only=True):
    """A request to our address."""

    query: str
    content_type: str
    body: bytes


def callbacks(
    carrier: CarrierName,
    secret: str,
    tracking: str,
    steps: Sequence[tuple[str, datetime]],
    *,
    repeat: int = 1,
    disorder: Callable[[list[Callback]], None] | None = None,
) -> list[Callback]:
    """One for each (code, moment), each `repeat` times; `disorder` shuffles them."""
    told = [_SPEAK[carrier](secret, tracking, code, at) for code, at in steps for _ in range(repeat)]
    if disorder is not None:
        disorder(told)
    return told


def _ghn(secret: str, tracking: str, code: str, at: datetime) -> Callback:
    body = {"OrderCode": tracking, "Status": code, "Time": at.isoformat(), "Type": "switch_status", "Reason": ""}
    return Callback(query=f"token={secret}", content_type="application/json", body=msgspec.json.encode(body))


def _ghtk(secret: str, tracking: str, code: str, at: datetime) -> Callback:
    form = {
        "partner_id": "",
        "label_id": tracking,
        "status_id": code,
        "action_time": at.isoformat(),
        "reason_code": "",
        "reason": "",
        "weight": "0.5",
        "fee": "20000",
        "hash": secret,
    }
    return Callback(query="", content_type="application/x-www-form-urlencoded", body=urlencode(form).encode())


def _viettel_post(secret: str, tracking: str, code: str, at: datetime) -> Callback:
    written = f"{at.astimezone(HANOI):%d/%m/%Y %H:%M:%S}"
    told = {"ORDER_NUMBER": tracking, "ORDER_STATUS": int(code), "ORDER_STATUSDATE": written, "NOTE": ""}
    body = msgspec.json.encode({"DATA": told, "TOKEN": secret})
    return Callback(query="", content_type="application/json", body=body)


_SPEAK = {CarrierName.GHN: _ghn, CarrierName.GHTK: _ghtk, CarrierName.VIETTEL_POST: _viettel_post}
