"""Opening an account."""

from typing import Annotated
from urllib.parse import quote

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.accounts.api import enrol
from shop.accounts.sign_up import NewAccount
from shop.core.errors import Refusal
from shop.core.i18n import say
from shop.http.problems import describe
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form
from shop.web.pages.sign_in import LONGEST_PASSWORD, own_path
from shop.web.pages.visit import Visit
from shop.web.views import FieldError, SignUpPage

FIELDS = ("name", "login", "password")


@get(both("/dang-ky"), include_in_schema=False)
async def sign_up_form(
    visit: NamedDependency[Visit],
    onward: Annotated[str, QueryParameter(name="next", max_length=300)] = "",
) -> Response[bytes]:
    """The form; who is signed in already goes on."""
    if visit.actor.signed_in:
        return go(visit.locale, own_path(onward) or "/toi")
    return show("sign_up.html", visit.locale, SignUpPage(site=visit.site, next=own_path(onward)))


@post(both("/dang-ky"), include_in_schema=False)
async def sign_up_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Open the account and let the person sign in; a refusal shows the form again, name and login kept."""
    form = await read_form(visit.request)
    values = {"name": form.text("name", 120), "login": form.text("login", 254)}
    password, onward = form.text("password", LONGEST_PASSWORD), own_path(form.text("next", 300))
    typed = values | {"password": password}
    missing = tuple(
        FieldError(field=field, message=say(visit.locale, f"web.sign_up.{field}_missing"))
        for field in FIELDS
        if not typed[field]
    )
    page = SignUpPage(site=visit.site, next=onward, errors=missing, **values)
    if missing:
        return show("sign_up.html", visit.locale, page, status=422)
    wish = NewAccount(name=values["name"], login=values["login"], password=password, locale=visit.locale)
    try:
        await enrol(visit.request, visit.sessions, visit.limiter, wish)
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        wrong = (FieldError(field=refusal.field, message=problem.detail),) if refusal.field in FIELDS else ()
        page = SignUpPage(
            site=visit.site, next=onward, errors=wrong, problem=None if wrong else problem.detail, **values
        )
        return show("sign_up.html", visit.locale, page, status=problem.status)
    return go(visit.locale, "/dang-nhap?moi=1" + (f"&next={quote(onward)}" if onward else ""))


routes = [sign_up_form, sign_up_page]
