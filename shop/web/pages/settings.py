"""A person's settings: where they are signed in, and by which ways they are told."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.accounts.choose_notices import NoticeWays, choose_notices, notice_ways
from shop.accounts.code_api import end_all_but_here, end_one, here_of
from shop.accounts.errors import SignInUnknown
from shop.accounts.guards import require_signed_in
from shop.accounts.queries import sign_ins_of
from shop.accounts.sign_in import session_terms
from shop.core.errors import Unauthenticated
from shop.core.i18n import say
from shop.http.problems import describe
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form
from shop.web.pages.visit import Visit
from shop.web.views import SettingsPage, SignInRow

AT = "/toi/cai-dat"
DONE = frozenset({"tin", "mot", "tat-ca"})
HASH_SIGNS = 64


@get(both(AT), guards=[require_signed_in], include_in_schema=False)
async def settings_page(
    visit: NamedDependency[Visit], done: Annotated[str, QueryParameter(name="xong", max_length=10)] = ""
) -> Response[bytes]:
    """Sign-ins and the ways of notices."""
    words = say(visit.locale, f"web.settings.done.{done}") if done in DONE else None
    return show("settings.html", visit.locale, await _page(visit, done=words))


@post(both(f"{AT}/tin"), guards=[require_signed_in], include_in_schema=False)
async def ways_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Choose the ways. Safe to repeat."""
    form = await read_form(visit.request)
    ways = NoticeWays(mail=form.text("mail", 5) == "yes", texts=form.text("texts", 5) == "yes")
    await choose_notices(visit.session, _person(visit), ways)
    return go(visit.locale, f"{AT}?xong=tin")


@post(both(f"{AT}/ket-thuc"), guards=[require_signed_in], include_in_schema=False)
async def end_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """End one sign-in, or all but this one. Safe to repeat."""
    form = await read_form(visit.request)
    which = form.text("sign_in", HASH_SIGNS)
    if which == "others":
        await end_all_but_here(visit.request, visit.session, _person(visit))
        return go(visit.locale, f"{AT}?xong=tat-ca")
    try:
        await end_one(visit.request, visit.session, _person(visit), _hash(which))
    except SignInUnknown as refusal:
        problem = describe(refusal, visit.locale)
        return show("settings.html", visit.locale, await _page(visit, problem=problem.detail), status=problem.status)
    return go(visit.locale, f"{AT}?xong=mot")


def _hash(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise SignInUnknown from None


async def _page(visit: Visit, *, done: str | None = None, problem: str | None = None) -> SettingsPage:
    person_id = _person(visit)
    idle = session_terms(visit.settings).idle
    rows = await sign_ins_of(visit.session, person_id, idle, here_of(visit.request))
    ways = await notice_ways(visit.session, person_id)
    return SettingsPage(
        site=visit.site,
        sign_ins=tuple(
            SignInRow(id=row.id, device=row.device, since=row.since, last_seen=row.last_seen, here=row.here)
            for row in rows
        ),
        mail=ways.mail,
        texts=ways.texts,
        done=done,
        problem=problem,
    )


def _person(visit: Visit) -> UUID:
    if visit.actor.person_id is None:
        raise Unauthenticated
    return visit.actor.person_id


routes = [settings_page, ways_page, end_page]
