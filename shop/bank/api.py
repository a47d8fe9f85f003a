"""Where banks, and those who collect their notices, call us."""

from typing import Annotated, Any

from litestar import Request, Router, post
from litestar.di import NamedDependency
from litestar.params import PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.bank.errors import NoticeKindUnknown
from shop.bank.models import NoticeKind
from shop.bank.read_notice import read_notice
from shop.bank.store_notice import store_notice
from shop.core.clock import now
from shop.http.limits import Limit, limit_by_address
from shop.payments.bank_account import notice_secrets

_CALLS = Limit("bank-notices", 1200, 60)
_MOST = 64 * 1024  # bytes of a notice

KindPath = Annotated[str, PathParameter(min_length=1, max_length=40)]


@post(
    "/{kind:str}",
    status_code=200,
    request_max_body_size=_MOST,
    guards=[limit_by_address(_CALLS)],
    operation_id="bankNotice",
    summary="A bank tells of a transfer",
)
async def take(
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    kind: KindPath,
) -> dict[str, bool]:
    """`sepay` (with `Authorization: Apikey …`) or `generic` (signed over its time and raw body). Kept once.

    Generic notices say `id`, `account`, `direction` (in, out), `amount` (whole), `currency`, `content`, and may say
    `reference` and `booked_at`. The headers are `X-Notice-Timestamp` (Unix seconds, believed for 300 s) and
    `X-Notice-Signature` (hex HMAC-SHA256 of the time, a full stop and the body). Told again, nothing more happens.
    """
    known = next((one for one in NoticeKind if one.value == kind), None)
    if known is None:
        raise NoticeKindUnknown
    headers = {name.lower(): value for name, value in request.headers.items()}
    moment = await now(session)
    notice = read_notice(known, headers, await request.body(), notice_secrets(settings), moment)
    await store_notice(session, notice)
    return {"success": True}


routes = [Router("/api/v1/payments/bank", route_handlers=[take], tags=["payments"])]
