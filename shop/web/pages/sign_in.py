"""Signing in and out."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.api import close_door, open_door
from shop.core.actor import Actor
from shop.core.db import Sessions
from shop.core.errors import Refusal
from shop.core.i18n import Locale, say
from shop.http.cookies import SESSION_COOKIE, gone_cookie, host_cookie
from shop.http.limits import Limiter
from shop.http.problems import describe
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form
from shop.web.views import FieldError, SignInPage, Site

LONGEST_PASSWORD = 128


@get(both("/dang-nhap"), include_in_schema=False)
async def sign_in_form(
    locale: NamedDependency[Locale],
    site: NamedDependency[Site],
    actor: NamedDependency[Actor],
    next: Annotated[str, QueryParameter(max_length=300)] = "",  # noqa: A002 - the name people see in the address
) -> Response[bytes]:
    """The form; who is signed in already goes on."""
    if actor.signed_in:
        return go(locale, own_path(next) or "/toi")
    return show("sign_in.html", locale, SignInPage(site=site, next=own_path(next)))


@post(both("/dang-nhap"), include_in_schema=False)
async def sign_in_page(
    request: Request[Any, Any, Any],
    locale: NamedDependency[Locale],
    site: NamedDependency[Site],
    sessions: NamedDependency[Sessions],
    limiter: NamedDependency[Limiter],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    """Sign in; a refusal shows the form again, the login kept."""
    form = await read_form(request)
    login, password, onward = form.text("login", 254), form.text("password", LONGEST_PASSWORD), form.text("next", 300)
    missing = tuple(
        FieldError(field=field, message=say(locale, f"web.sign_in.{field}_missing"))
        for field, value in (("login", login), ("password", password))
        if not value
    )
    page = SignInPage(site=site, login=login, next=own_path(onward), errors=missing)
    if missing:
        return show("sign_in.html", locale, page, status=422)
    try:
        opened = await open_door(request, sessions, limiter, settings, login, password)
    except Refusal as refusal:
        problem = describe(refusal, locale)
        page = SignInPage(site=site, login=login, next=own_path(onward), problem=problem.detail)
        return show("sign_in.html", locale, page, status=problem.status)
    return go(locale, own_path(onward) or "/toi", host_cookie(SESSION_COOKIE, opened.token, opened.max_age))


@post(both("/dang-xuat"), include_in_schema=False)
async def sign_out_page(
    request: Request[Any, Any, Any], session: NamedDependency[AsyncSession], locale: NamedDependency[Locale]
) -> Response[bytes]:
    """Sign this browser out."""
    await close_door(request, session)
    return go(locale, "/", gone_cookie(SESSION_COOKIE))


def own_path(text: str) -> str:
    """`text` if it is a path of ours, else nothing: a sign-in never sends people to another site."""
    safe = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if safe else ""


routes = [sign_in_form, sign_in_page, sign_out_page]
