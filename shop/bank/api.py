"""Where banks, and those who collect their notices, call us, and where officers decide on what found no order."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role
from shop.bank.decide_case import keep_case, match_case, return_case
from shop.bank.errors import NoticeKindUnknown
from shop.bank.models import NoticeKind
from shop.bank.queries import CaseShown, open_cases
from shop.bank.read_notice import read_notice
from shop.bank.store_notice import store_notice
from shop.core.actor import Actor, Role
from shop.core.clock import now
from shop.core.text import Body, Line, Name, Reason
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


class MatchBody(Body, kw_only=True):
    """The code of the order, as its page shows it."""

    code: Name
    note: Line = ""


class ReturnBody(Body, kw_only=True):
    """What the bank calls the transfer that went back."""

    bank_reference: Name
    note: Line = ""


class KeepBody(Body, kw_only=True):
    """Why the money stays."""

    note: Reason


class CaseList(msgspec.Struct, frozen=True, kw_only=True):
    """Transfers that wait, the oldest first."""

    items: list[CaseShown]


@get("/", operation_id="listBankCases", summary="Transfers that found no order (officers)")
async def cases(
    session: NamedDependency[AsyncSession],
    after: Annotated[UUID | None, QueryParameter()] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
) -> CaseList:
    """Those nobody has decided, the oldest first; `after` is the id of the last one seen."""
    return CaseList(items=await open_cases(session, limit, after))


@post("/{case_id:uuid}/match", status_code=204, operation_id="matchBankCase", summary="Book a transfer to an order")
async def match(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
    data: JSONBody[MatchBody],
) -> None:
    """As if its memo had named the order. Of two decisions the later is 409 `bank_case_decided`."""
    await match_case(session, _officer(actor), case_id, data.code, data.note)


@post("/{case_id:uuid}/return", status_code=204, operation_id="returnBankCase", summary="Note that money went back")
async def send_back(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
    data: JSONBody[ReturnBody],
) -> None:
    """The bank has sent it back. Of two decisions the later is 409 `bank_case_decided`."""
    await return_case(session, _officer(actor), case_id, data.bank_reference, data.note)


@post("/{case_id:uuid}/keep", status_code=204, operation_id="keepBankCase", summary="Leave money on the account")
async def keep(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
    data: JSONBody[KeepBody],
) -> None:
    """It stays, for a reason. Of two decisions the later is 409 `bank_case_decided`."""
    await keep_case(session, _officer(actor), case_id, data.note)


def _officer(actor: Actor) -> UUID:
    assert actor.person_id is not None, "the guard lets only officers in"
    return actor.person_id


routes = [
    Router("/api/v1/payments/bank", route_handlers=[take], tags=["payments"]),
    Router(
        "/api/v1/office/bank-cases",
        route_handlers=[cases, match, send_back, keep],
        guards=[require_role(Role.OFFICER, Role.ADMIN)],
        tags=["office"],
    ),
]
