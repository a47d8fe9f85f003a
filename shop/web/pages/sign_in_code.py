"""Signing in with a one-time code: ask for it, enter it; a new address opens an account on the way."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.accounts.code_api import open_with_code, send_code
from shop.accounts.errors import ConsentMissing, NameMissing
from shop.accounts.queries import login_of_challenge
from shop.accounts.use_code import CodeOffer
from shop.core.errors import Refusal
from shop.core.i18n import say
from shop.core.masks import mask_phone
from shop.http.cookies import SESSION_COOKIE, host_cookie
from shop.http.problems import describe
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form, read_id
from shop.web.pages.sign_in import own_path
from shop.web.pages.visit import Visit
from shop.web.views import CodeAskPage, CodeEnterPage, FieldError

ASK, ENTER = "/dang-nhap/ma", "/dang-nhap/ma/nhap"
_NOBODY = UUID(int=0)
NextQuery = Annotated[str, QueryParameter(name="next", max_length=300)]


@get(both(ASK), include_in_schema=False)
async def ask_form(visit: NamedDependency[Visit], onward: NextQuery = "") -> Response[bytes]:
    """The form; who is signed in already goes on."""
    if visit.actor.signed_in:
        return go(visit.locale, own_path(onward) or "/toi")
    return show("sign_in_code.html", visit.locale, CodeAskPage(site=visit.site, next=own_path(onward)))


@post(both(ASK), include_in_schema=False)
async def ask_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Send the code and ask for it; a refusal shows the form again, what was typed kept."""
    form = await read_form(visit.request)
    login, onward = form.text("login", 254), own_path(form.text("next", 300))
    page = CodeAskPage(site=visit.site, login=login, next=onward)
    if not login:
        wrong = FieldError(field="login", message=say(visit.locale, "web.code.login_missing"))
        return show("sign_in_code.html", visit.locale, msgspec.structs.replace(page, errors=(wrong,)), status=422)
    try:
        async with visit.session.begin_nested():
            asked = await send_code(visit.request, visit.session, visit.limiter, login)
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        wrong = FieldError(field="login", message=problem.detail)
        told = (
            msgspec.structs.replace(page, errors=(wrong,))
            if refusal.field == "login"
            else msgspec.structs.replace(page, problem=problem.detail)
        )
        return show("sign_in_code.html", visit.locale, told, status=problem.status)
    return go(visit.locale, f"{ENTER}?ma={asked.challenge}" + (f"&next={quote(onward)}" if onward else ""))


@get(both(ENTER), include_in_schema=False)
async def enter_form(
    visit: NamedDependency[Visit],
    challenge: Annotated[str, QueryParameter(name="ma", max_length=40)] = "",
    onward: NextQuery = "",
) -> Response[bytes]:
    """The form for the digits; a code that is over says so."""
    if visit.actor.signed_in:
        return go(visit.locale, own_path(onward) or "/toi")
    return show("sign_in_code_enter.html", visit.locale, await _page(visit, challenge, own_path(onward)))


@post(both(ENTER), include_in_schema=False)
async def enter_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Sign in; a new address is asked for a name first, a refusal shows the form again."""
    form = await read_form(visit.request)
    onward = own_path(form.text("next", 300))
    page = msgspec.structs.replace(
        await _page(visit, form.text("challenge", 40), onward),
        code="".join(sign for sign in form.text("code", 20) if sign.isascii() and sign.isdigit()),
        name=form.text("name", 120),
        fresh="name" in form.fields,
    )
    offer = CodeOffer(
        challenge=read_id(page.challenge) or _NOBODY,
        code=page.code,
        name=page.name,
        consent=form.text("consent", 5) == "yes",
    )
    try:
        opened = await open_with_code(visit.request, visit.sessions, visit.limiter, visit.settings, offer)
    except Refusal as refusal:
        return _refused(visit, page, refusal)
    return go(visit.locale, onward or "/toi", host_cookie(SESSION_COOKIE, opened.token, opened.max_age))


async def _page(visit: Visit, challenge: str, onward: str) -> CodeEnterPage:
    known = read_id(challenge)
    login = await login_of_challenge(visit.session, known) if known else None
    if login is None:
        over = say(visit.locale, "web.code.over")
        return CodeEnterPage(site=visit.site, challenge="", next=onward, problem=over)
    return CodeEnterPage(site=visit.site, challenge=challenge, to=mask_login(login), next=onward)


def mask_login(login: str) -> str:
    """`l…@example.vn` or a number without its middle: enough for its owner."""
    if "@" not in login:
        return mask_phone(login)
    name, _, host = login.partition("@")
    return f"{name[:1]}…@{host}"


def _refused(visit: Visit, page: CodeEnterPage, refusal: Refusal) -> Response[bytes]:
    if isinstance(refusal, NameMissing | ConsentMissing) and not page.fresh:
        return show("sign_in_code_enter.html", visit.locale, msgspec.structs.replace(page, fresh=True))
    problem = describe(refusal, visit.locale)
    beside = refusal.field in {"code", "name", "consent"} and page.challenge
    wrong = (FieldError(field=refusal.field or "", message=problem.detail),) if beside else ()
    told = msgspec.structs.replace(page, errors=wrong, problem=None if wrong else page.problem or problem.detail)
    return show("sign_in_code_enter.html", visit.locale, told, status=problem.status)


routes = [ask_form, ask_page, enter_form, enter_page]
