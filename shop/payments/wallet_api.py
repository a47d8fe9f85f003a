"""Where VNPAY and MoMo tell us of payments, server to server, each in its published way."""

from typing import Any

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.db import Sessions, short
from shop.core.errors import Refusal
from shop.http.limits import Limit, limit_by_address
from shop.payments.errors import ForgedNotice, NoticeOfNothing, NoticeOfOtherSum
from shop.payments.wallet_accounts import momo_account, vnpay_account
from shop.payments.wallet_notice import Taken, WalletNotice, take_notice
from shop.payments.wallet_read import query_facts, read_momo, read_vnpay

_NOTICES = Limit("payments.wallets", 1200, 60)  # the provider calls from few addresses
_MOST = 16 * 1024  # bytes of a notice
AnyRequest = Request[Any, Any, Any]


class VnPayAnswer(msgspec.Struct, frozen=True):
    """What VNPAY reads; it tells again after 01, 04, 97 and 99."""

    code: str = msgspec.field(name="RspCode")
    message: str = msgspec.field(name="Message")


_FORGED = VnPayAnswer("97", "Invalid Checksum")
_FAULT = VnPayAnswer("99", "Unknown error")
_ANSWERS = {
    Taken.NOTED: VnPayAnswer("00", "Confirm Success"),
    Taken.UNKNOWN: VnPayAnswer("01", "Order not found"),
    Taken.REPEATED: VnPayAnswer("02", "Order already confirmed"),
    Taken.OTHER_SUM: VnPayAnswer("04", "Invalid amount"),
}


@get(
    "/vnpay/ipn",
    status_code=200,
    guards=[limit_by_address(_NOTICES)],
    operation_id="vnpayNotice",
    summary="VNPAY tells of a payment",
)
async def take_vnpay(
    request: AnyRequest, settings: NamedDependency[Settings], sessions: NamedDependency[Sessions]
) -> VnPayAnswer:
    """The published IPN: always 200, with RspCode 00, 01, 02, 04, 97 or 99. Safe to repeat."""
    account = vnpay_account(settings)
    notice = None if account is None else read_vnpay(query_facts(request.scope["query_string"]), account)
    return _FORGED if notice is None else await _work(sessions, notice)


@post(
    "/momo/ipn",
    status_code=204,
    request_max_body_size=_MOST,
    guards=[limit_by_address(_NOTICES)],
    operation_id="momoNotice",
    summary="MoMo tells of a payment",
)
async def take_momo(
    request: AnyRequest, settings: NamedDependency[Settings], session: NamedDependency[AsyncSession]
) -> None:
    """The published IPN: JSON with a signature, answered 204. Safe to repeat."""
    account = momo_account(settings)
    facts = _momo_facts(await request.body())
    notice = None if account is None or facts is None else read_momo(facts, account)
    if notice is None:
        raise ForgedNotice
    taken = await take_notice(session, notice)
    if taken is Taken.UNKNOWN:
        raise NoticeOfNothing
    if taken is Taken.OTHER_SUM:
        raise NoticeOfOtherSum


async def _work(sessions: Sessions, notice: WalletNotice) -> VnPayAnswer:
    """One transaction; its outcome is answered after the commit, and 99 when there was none."""
    try:
        async with short(sessions) as session:
            taken = await take_notice(session, notice)
    except (SQLAlchemyError, OSError, Refusal):
        return _FAULT
    return _ANSWERS[taken]


def _momo_facts(body: bytes) -> dict[str, str | int] | None:
    try:
        found = msgspec.json.decode(body, type=dict[str, str | int | float | bool | None])
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None
    return {name: value for name, value in found.items() if isinstance(value, str | int)}


routes = [Router("/api/v1/payments", route_handlers=[take_vnpay, take_momo], tags=["payments"])]
