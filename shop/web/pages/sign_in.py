"""Signing in and out."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.accounts.api import close_door, open_door
from shop.core.errors import Refusal
from shop.core.i18n import say
from shop.http.cookies import SESSION_COOKIE, gone_cookie, host_cookie
from shop.http.problems import describe
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form
from shop.web.pages.visit import Visit
from shop.web.views import FieldError, SignInPage

LONGEST_PASSWORD = 128


@get(both("/dang-nhap"), include_in_schema=False)
async def sign_in_form(
    visit: NamedDependency[Visit],
    onward: Annotated[str, QueryParameter(name="next", max_length=300)] = "",
    fresh: Annotated[str, QueryParameter(name="moi", max_length=10)] = "",
) -> Response[bytes]:
    """The form; who is signed in already goes on."""
    if visit.actor.signed_in:
        return go(visit.locale, own_path(onward) or "/toi")
    return show("sign_in.html", visit.locale, SignInPage(site=visit.site, next=own_path(onward), fresh=bool(fresh)))


@post(both("/dang-nhap"), include_in_schema=False)
async def sign_in_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Sign in; a refusal shows the form again, the login kept."""
    form = await read_form(visit.request)
    login, password, onward = form.text("login", 254), form.text("password", LONGEST_PASSWORD), form.text("next", 300)
    missing = tuple(
        FieldError(field=field, message=say(visit.locale, f"web.sign_in.{field}_missing"))
        for field, value in (("login", login), ("password", password))
        if not value
    )
    page = SignInPage(site=visit.site, login=login, next=own_path(onward), errors=missing)
    if missing:
        return show("sign_in.html", visit.locale, page, status=422)
    try:
        opened = await open_door(
            visit.request, visit.sessions, visit.limiter, visit.settings, login=login, password=password
        )
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = SignInPage(site=visit.site, login=login, next=own_path(onward), problem=problem.detail)
        return show("sign_in.html", visit.locale, page, status=problem.status)
    return go(visit.locale, own_path(onward) or "/toi", host_cookie(SESSION_COOKIE, opened.token, opened.max_age))


@post(both("/dang-xuat"), include_in_schema=False)
async def sign_out_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Sign this browser out."""
    await close_door(visit.request, visit.session)
    return go(visit.locale, "/", gone_cookie(SESSION_COOKIE))


def own_path(text: str) -> str:
    """`text` if it is a path of ours, else nothing: a sign-in never sends people to another site."""
    safe = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if safe else ""


routes = [sign_in_form, sign_in_page, sign_out_page]
