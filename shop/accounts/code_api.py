"""Routes: sign in with a one-time code, see one's sign-ins and end them."""

import hashlib
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.api import SignedInOut, browser_of
from shop.accounts.ask_code import CodeAsked, ask_code, read_login
from shop.accounts.choose_notices import NoticeWays, choose_notices, notice_ways
from shop.accounts.end_sign_ins import end_others, end_sign_in
from shop.accounts.guards import require_signed_in
from shop.accounts.queries import OpenSignIn, sign_ins_of
from shop.accounts.sign_in import SignedIn, session_terms, token_hash
from shop.accounts.use_code import CodeOffer, use_code
from shop.accounts.who import Doorkeeper
from shop.core.actor import Actor
from shop.core.db import Sessions
from shop.core.errors import Unauthenticated
from shop.core.text import Body
from shop.http.cookies import SESSION_COOKIE, host_cookie
from shop.http.limits import Limit, Limiter, address_of
from shop.http.locale import locale_of

CODES_PER_LOGIN = Limit("sign_in_code.login", burst=5, period=3600)
CODES_PER_ADDRESS = Limit("sign_in_code.address", burst=20, period=3600)
TRIES_PER_ADDRESS = Limit("sign_in_code.tries", burst=40, period=600)

_NO_CONTROL = r"^[^\x00-\x1f\x7f]*$"
SignInPath = Annotated[str, PathParameter(min_length=64, max_length=64, pattern=r"^[0-9a-f]{64}$")]


class AskCodeBody(Body):
    """Where the code goes: an e-mail address, or a phone number in any spelling."""

    login: Annotated[str, Meta(min_length=1, max_length=254, pattern=_NO_CONTROL)]


class UseCodeBody(Body, kw_only=True):
    """The digits and the challenge they answer; name and consent where the address has no account yet."""

    challenge: UUID
    code: Annotated[str, Meta(min_length=6, max_length=6, pattern=r"^[0-9]{6}$")]
    name: Annotated[str, Meta(min_length=0, max_length=120, pattern=_NO_CONTROL)] = ""
    consent: bool = False


class CodeAskedOut(msgspec.Struct, frozen=True):
    """A code is on its way; another may be asked for after so many seconds."""

    challenge: UUID
    expires_at: datetime
    again_after: int


class SignInsOut(msgspec.Struct, frozen=True):
    """Where a person is signed in, the last used first."""

    items: list[OpenSignIn]


async def send_code(request: Request[Any, Any, Any], session: AsyncSession, limiter: Limiter, login: str) -> CodeAsked:
    """Ask for a code over HTTP, within the limits per login and per address; for the route and for the page's form.

    Raises:
        BadEmail, BadPhone: the text cannot be meant so.
        TooMany: too many codes already, or one a moment ago.
    """
    address = read_login(login)
    await limiter.take(CODES_PER_ADDRESS, address_of(request))
    asked = await ask_code(session, login, locale_of(request.scope))
    await limiter.take(CODES_PER_LOGIN, hashlib.sha256(address.encode()).hexdigest())
    return asked


async def open_with_code(
    request: Request[Any, Any, Any], sessions: Sessions, limiter: Limiter, settings: Settings, offer: CodeOffer
) -> SignedIn:
    """Sign in with a code over HTTP, within the limit per address; for the route and for the page's form.

    Raises: those of `use_code`, and TooMany.
    """
    await limiter.take(TRIES_PER_ADDRESS, address_of(request))
    return await use_code(sessions, settings.secret_key, offer, session_terms(settings), browser_of(request))


@post("/api/v1/auth/codes", status_code=202, operation_id="askSignInCode", tags=["accounts"])
async def ask_route(
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    limiter: NamedDependency[Limiter],
    data: JSONBody[AskCodeBody],
) -> CodeAskedOut:
    """Six digits go to the address or number. The answer is the same whether or not it has an account."""
    asked = await send_code(request, session, limiter, data.login)
    return CodeAskedOut(asked.challenge, asked.expires_at, 60)


@post("/api/v1/auth/codes/use", status_code=200, operation_id="useSignInCode", tags=["accounts"])
async def use_route(
    request: Request[Any, Any, Any],
    sessions: NamedDependency[Sessions],
    limiter: NamedDependency[Limiter],
    settings: NamedDependency[Settings],
    data: JSONBody[UseCodeBody],
) -> Response[SignedInOut]:
    """The right digits sign in; the answer sets the session cookie. A new address needs a name and consent."""
    offer = CodeOffer(challenge=data.challenge, code=data.code, name=data.name, consent=data.consent)
    opened = await open_with_code(request, sessions, limiter, settings, offer)
    cookie = host_cookie(SESSION_COOKIE, opened.token, opened.max_age)
    return Response(SignedInOut(opened.name, sorted(opened.roles)), cookies=[cookie])


@get("/api/v1/me/sign-ins", guards=[require_signed_in], operation_id="listSignIns", tags=["accounts"])
async def list_route(
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
) -> SignInsOut:
    """The browsers in which you are signed in."""
    return SignInsOut(await sign_ins_of(session, _person(actor), session_terms(settings).idle, here_of(request)))


@delete(
    "/api/v1/me/sign-ins/{sign_in:str}",
    status_code=204,
    guards=[require_signed_in],
    operation_id="endSignIn",
    tags=["accounts"],
)
async def end_route(
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    sign_in: SignInPath,
) -> None:
    """End one of them. Safe to repeat."""
    await end_one(request, session, _person(actor), bytes.fromhex(sign_in))


@post(
    "/api/v1/me/sign-ins/end-others",
    status_code=204,
    guards=[require_signed_in],
    operation_id="endOtherSignIns",
    tags=["accounts"],
)
async def end_others_route(
    request: Request[Any, Any, Any], session: NamedDependency[AsyncSession], actor: NamedDependency[Actor]
) -> None:
    """End all of them but the one that asks. Safe to repeat."""
    await end_all_but_here(request, session, _person(actor))


@get("/api/v1/me/notice-ways", guards=[require_signed_in], operation_id="getNoticeWays", tags=["accounts"])
async def ways_route(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor]) -> NoticeWays:
    """By which ways you are told what is not needed for an order or a sign-in."""
    return await notice_ways(session, _person(actor))


@put("/api/v1/me/notice-ways", guards=[require_signed_in], operation_id="chooseNoticeWays", tags=["accounts"])
async def choose_route(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[NoticeWays]
) -> NoticeWays:
    """Choose them. What an order or a sign-in needs is told in any case. Safe to repeat."""
    await choose_notices(session, _person(actor), data)
    return data


async def end_one(request: Request[Any, Any, Any], session: AsyncSession, person_id: UUID, id_hash: bytes) -> None:
    """End a sign-in; this process forgets it at once.

    Raises:
        SignInUnknown: there is none, or it is somebody else's.
    """
    await end_sign_in(session, person_id, id_hash)
    keeper: Doorkeeper = request.app.state.doorkeeper
    keeper.forget_hash(id_hash)


async def end_all_but_here(request: Request[Any, Any, Any], session: AsyncSession, person_id: UUID) -> None:
    """End all other sign-ins; this process forgets them at once."""
    keeper: Doorkeeper = request.app.state.doorkeeper
    for id_hash in await end_others(session, person_id, here_of(request)):
        keeper.forget_hash(id_hash)


def here_of(request: Request[Any, Any, Any]) -> bytes:
    """The hash of the cookie that asks."""
    return token_hash(request.cookies.get(SESSION_COOKIE, ""))


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Unauthenticated
    return actor.person_id


routes = [ask_route, use_route, list_route, end_route, end_others_route, ways_route, choose_route]
