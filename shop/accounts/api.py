"""Routes: sign in, sign out, who am I."""

import hashlib
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_signed_in
from shop.accounts.queries import reach
from shop.accounts.rules import device_of
from shop.accounts.sign_in import Browser, SignedIn, end_session, session_terms, sign_in
from shop.accounts.sign_up import NewAccount, sign_up
from shop.accounts.who import Doorkeeper
from shop.core.actor import Actor
from shop.core.db import Sessions
from shop.core.i18n import Locale
from shop.core.text import Body
from shop.http.cookies import SESSION_COOKIE, gone_cookie, host_cookie
from shop.http.limits import Limit, Limiter, address_of

PER_LOGIN = Limit("sign_in.login", burst=8, period=600)
PER_ADDRESS = Limit("sign_in.address", burst=40, period=600)
NEW_PER_LOGIN = Limit("sign_up.login", burst=3, period=3600)
NEW_PER_ADDRESS = Limit("sign_up.address", burst=20, period=3600)

_NO_CONTROL = r"^[^\x00-\x1f\x7f]*$"


class SignInBody(Body):
    """What the form sends. `login` is an e-mail address or a phone number in any spelling."""

    login: Annotated[str, Meta(min_length=1, max_length=254, pattern=_NO_CONTROL)]
    password: Annotated[str, Meta(min_length=1, max_length=128, pattern=_NO_CONTROL)]


class SignedInOut(msgspec.Struct):
    """Who was signed in."""

    name: str
    roles: list[str]


class Me(msgspec.Struct):
    """What a person sees of themselves."""

    name: str
    roles: list[str]
    locale: Locale
    email: str | None
    phone: str | None


async def open_door(
    request: Request[Any, Any, Any],
    sessions: Sessions,
    limiter: Limiter,
    settings: Settings,
    *,
    login: str,
    password: str,
) -> SignedIn:
    """Sign in over HTTP, within the limits per login and per address; for the route and for the page's form.

    Raises:
        TooMany: too many tries.
        WrongLogin: login and password do not belong together.
    """
    await limiter.take(PER_ADDRESS, address_of(request))
    await limiter.take(PER_LOGIN, hashlib.sha256(login.strip().lower().encode()).hexdigest())
    return await sign_in(sessions, login, password, session_terms(settings), browser_of(request))


def browser_of(request: Request[Any, Any, Any]) -> Browser:
    """The browser that asks: its old cookie, and what it calls itself."""
    return Browser(request.cookies.get(SESSION_COOKIE), device_of(request.headers.get("user-agent", "")))


async def enrol(request: Request[Any, Any, Any], sessions: Sessions, limiter: Limiter, wish: NewAccount) -> None:
    """Open an account over HTTP, within the limits per login and per address; for the page's form.

    Raises:
        TooMany: too many tries.
        NameMissing, BadEmail, BadPhone, WeakPassword: a field cannot be meant so.
    """
    await limiter.take(NEW_PER_ADDRESS, address_of(request))
    await limiter.take(NEW_PER_LOGIN, hashlib.sha256(wish.login.strip().lower().encode()).hexdigest())
    await sign_up(sessions, wish)


async def close_door(request: Request[Any, Any, Any], session: AsyncSession) -> None:
    """Sign out over HTTP; without a session nothing happens."""
    token = request.cookies.get(SESSION_COOKIE)
    if token:
        await end_session(session, token)
        keeper: Doorkeeper = request.app.state.doorkeeper
        keeper.forget(token)


@post("/api/v1/auth/sign-in", status_code=200, tags=["accounts"])
async def sign_in_route(
    request: Request[Any, Any, Any],
    sessions: NamedDependency[Sessions],
    limiter: NamedDependency[Limiter],
    settings: NamedDependency[Settings],
    data: JSONBody[SignInBody],
) -> Response[SignedInOut]:
    """Sign in with e-mail or phone and password; the answer sets the session cookie."""
    opened = await open_door(request, sessions, limiter, settings, login=data.login, password=data.password)
    cookie = host_cookie(SESSION_COOKIE, opened.token, opened.max_age)
    return Response(SignedInOut(opened.name, sorted(opened.roles)), cookies=[cookie])


@post("/api/v1/auth/sign-out", status_code=204, tags=["accounts"], opt={"own_keys": True})
async def sign_out_route(request: Request[Any, Any, Any], session: NamedDependency[AsyncSession]) -> Response[None]:
    """Sign this browser out. Safe to repeat."""
    await close_door(request, session)
    return Response(None, status_code=204, cookies=[gone_cookie(SESSION_COOKIE)])


@get("/api/v1/me", guards=[require_signed_in], tags=["accounts"])
async def me(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor]) -> Me:
    """Who is signed in."""
    assert actor.person_id is not None
    where = await reach(session, actor.person_id)
    return Me(
        name=actor.name,
        roles=sorted(actor.roles),
        locale=actor.locale,
        email=where.email if where else None,
        phone=where.phone if where else None,
    )


routes = [sign_in_route, sign_out_route, me]
