"""Tell me when it is back: the form, and where the link of the mail leads."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import NotFound, Refusal
from shop.http.limits import address_of
from shop.restock.api import take_for_wish
from shop.restock.ask import ask_restock
from shop.restock.queries import missing_of
from shop.restock.stop import stop_restock
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.visit import Visit
from shop.web.views.buyer import RestockPage, StopRestockPage

FIELDS = frozenset({"email", "variant"})
LONGEST_EMAIL = 254


@get(both("/san-pham/{slug:str}/bao-co-hang"), include_in_schema=False)
async def wish_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    done: Annotated[str, QueryParameter(name="xong", max_length=5)] = "",
) -> Response[bytes]:
    """The form for what cannot be had now."""
    return show("restock.html", visit.locale, await _page(visit, slug, done=done == "1"))


@post(both("/san-pham/{slug:str}/bao-co-hang"), include_in_schema=False)
async def wish_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Note the wish. Safe to repeat."""
    form = await read_form(visit.request)
    email = form.text("email", LONGEST_EMAIL)

    async def act(session: AsyncSession) -> None:
        await ask_restock(session, visit.actor, form.key("variant"), email, visit.locale)

    try:
        await take_for_wish(visit.limiter, visit.actor, address_of(visit.request), email)
        await attempt(visit, act)
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await _page(visit, slug, form=form, told=told)
        return show("restock.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/san-pham/{slug}/bao-co-hang?xong=1")


@get(both("/bao-co-hang/{wish_id:uuid}/dung"), include_in_schema=False)
async def stop_page(
    visit: NamedDependency[Visit],
    wish_id: FromPath[UUID],
    token: Annotated[str, QueryParameter(max_length=100)] = "",
    done: Annotated[str, QueryParameter(name="xong", max_length=5)] = "",
) -> Response[bytes]:
    """One button: programs that only look at links stop nothing."""
    page = StopRestockPage(site=visit.site, wish=str(wish_id), token=token, done=done == "1")
    return show("restock_stop.html", visit.locale, page)


@post(both("/bao-co-hang/{wish_id:uuid}/dung"), include_in_schema=False)
async def stop_act(visit: NamedDependency[Visit], wish_id: FromPath[UUID]) -> Response[bytes]:
    """Stop all open wishes of the reader. Safe to repeat."""
    form = await read_form(visit.request)
    await stop_restock(visit.session, visit.actor, wish_id, form.text("token", 100), visit.settings.secret_key)
    return go(visit.locale, f"/bao-co-hang/{wish_id}/dung?xong=1")


async def _page(
    visit: Visit, slug: str, *, done: bool = False, form: Form | None = None, told: Told | None = None
) -> RestockPage:
    found = await missing_of(visit.session, slug[:120])
    if found is None:
        raise NotFound
    return RestockPage(
        site=visit.site,
        slug=slug[:120],
        name=found.name,
        variants=tuple((str(variant), name) for variant, name in found.variants),
        variant=form.text("variant", 40) if form else "",
        email=form.text("email", LONGEST_EMAIL) if form else "",
        done=done,
        errors=told.errors if told else (),
        problem=told.problem if told else None,
    )


routes = [wish_page, wish_act, stop_page, stop_act]
