"""One listing at work: its page, and what is done at once: price, stock, sold or not, shown or not."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, PathParameter, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import Forbidden, NotFound, Refusal
from shop.core.i18n import say
from shop.core.money import Dong
from shop.http.problems import describe
from shop.inventory.errors import NotHeldBack
from shop.listings.import_rows import read_pieces, read_price
from shop.listings.sell import change_price, hide_listing, show_listing, switch_variant
from shop.listings.stock_up import Goods, count_stock_of, stock_up
from shop.listings.withdraw import discard_edit, withdraw_edit
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import attempt
from shop.web.pages.producer.content_meaning import Reader
from shop.web.pages.producer.listing_view import Listing, listing_page, own_listing, read_listing
from shop.web.pages.producer.register import PEOPLE
from shop.web.pages.visit import Visit
from shop.web.views import FieldError

DONE = frozenset(
    {
        "created",
        "listed",
        "price",
        "added",
        "counted",
        "sold",
        "not_sold",
        "shown",
        "hidden",
        "withdrawn",
        "discarded",
        "saved",
        "submitted",
        "picture",
    }
)
CONFLICT = 409


class Asked(msgspec.Struct, frozen=True):
    """Who asks for an act, of which listing, with which form. `reader` collects what cannot be meant."""

    actor: Actor
    product_id: UUID
    form: Form
    reader: Reader


Act = Callable[[AsyncSession, Asked], Awaitable[str]]


@get(both("/chu-the/{slug:str}/san-pham/{listing_slug:str}"), guards=PEOPLE, include_in_schema=False)
async def show_listing_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    listing_slug: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
    at: Annotated[str, QueryParameter(max_length=40)] = "",
) -> Response[bytes]:
    """What is sold now, and what is staged."""
    listing = await own_listing(visit, slug, listing_slug)
    told = say(visit.locale, f"web.listing.done_{done}") if done in DONE else None
    page = await listing_page(visit, listing)
    places = {f"v-{one.id}" for one in page.variants} | ({"noi-dung"} if page.form else set())
    page = msgspec.structs.replace(page, done=told, done_at=at if at in places else "")
    return show("listing.html", visit.locale, page)


@post(both("/chu-the/{slug:str}/san-pham/{listing_slug:str}/{listing_act:str}"), guards=PEOPLE, include_in_schema=False)
async def act_at_once(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    listing_slug: FromPath[str],
    listing_act: Annotated[str, PathParameter(max_length=20)],
) -> Response[bytes]:
    """Price, stock, sale and showing change at once; an edit is taken back or thrown away."""
    if listing_act not in ACTS:
        raise NotFound
    listing = await own_listing(visit, slug, listing_slug)
    asked = Asked(visit.actor, listing.product.id, await read_form(visit.request), Reader(visit.locale))
    try:
        done = await attempt(visit, lambda session: ACTS[listing_act](session, asked))
    except Forbidden:
        raise
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        if isinstance(refusal, NotHeldBack):
            asked.reader.errors.append(FieldError(field=_field(asked, "pieces"), message=problem.detail))
            return await _page(visit, listing, asked, CONFLICT)
        return await _page(visit, listing, asked, problem.status, problem.detail)
    if asked.reader.errors:
        return await _page(visit, listing, asked, 422)
    place = f"v-{asked.form.key('variant')}" if "variant" in asked.form.fields else ""
    return go(visit.locale, f"{listing.path}?done={done}" + (f"&at={place}#{place}" if place else ""))


async def _page(
    visit: Visit, listing: Listing, asked: Asked, status: int, problem: str | None = None
) -> Response[bytes]:
    """The listing as it is now, with what was typed where it was typed."""
    typed = {name: asked.form.text(name, 30) for name in ("price", "pieces") if name in asked.form.fields}
    variant = asked.form.text("variant", 40)

    async def write(session: AsyncSession) -> Response[bytes]:
        over = visit.over(session)
        now = await read_listing(over, listing.producer, listing.product.id)
        page = await listing_page(over, now)
        rows = tuple(msgspec.structs.replace(one, **typed) if one.id == variant else one for one in page.variants)
        page = msgspec.structs.replace(page, variants=rows, errors=tuple(asked.reader.errors), problem=problem)
        return show("listing.html", visit.locale, page, status=status)

    return await attempt(visit, write)


async def _price(session: AsyncSession, asked: Asked) -> str:
    field, written = _field(asked, "price"), asked.form.text("price", 30)
    price = asked.reader.value(field, written, read_price)
    if not written:
        asked.reader.wrong(field, "web.listing.wrong_price")
    if price is not None:
        await change_price(session, asked.actor, asked.product_id, asked.form.key("variant"), Dong(price))
    return "price"


async def _stock(session: AsyncSession, asked: Asked) -> str:
    """Goods that came in are added; goods that were counted are what there is, those promised to orders included."""
    field, written = _field(asked, "pieces"), asked.form.text("pieces", 30)
    counted = asked.form.text("act", 10) == "count"
    pieces = asked.reader.value(field, written, read_pieces)
    if not written or (pieces == 0 and not counted):
        asked.reader.wrong(field, "web.listing.wrong_pieces")
    if asked.reader.errors or pieces is None:
        return ""
    goods = Goods(asked.form.key("variant"), pieces)
    if counted:
        await count_stock_of(session, asked.actor, asked.product_id, goods)
        return "counted"
    await stock_up(session, asked.actor, asked.product_id, goods, asked.form.request_key())
    return "added"


async def _sale(session: AsyncSession, asked: Asked) -> str:
    active = asked.form.text("active", 5) == "yes"
    await switch_variant(session, asked.actor, asked.product_id, asked.form.key("variant"), active)
    return "sold" if active else "not_sold"


async def _show(session: AsyncSession, asked: Asked) -> str:
    await show_listing(session, asked.actor, asked.product_id)
    return "shown"


async def _hide(session: AsyncSession, asked: Asked) -> str:
    await hide_listing(session, asked.actor, asked.product_id)
    return "hidden"


async def _withdraw(session: AsyncSession, asked: Asked) -> str:
    await withdraw_edit(session, asked.actor, asked.form.key("edit"))
    return "withdrawn"


async def _discard(session: AsyncSession, asked: Asked) -> str:
    await discard_edit(session, asked.actor, asked.form.key("edit"))
    return "discarded"


def _field(asked: Asked, name: str) -> str:
    return f"{name}-{asked.form.text('variant', 40)}"


ACTS: dict[str, Act] = {
    "gia": _price,
    "kho": _stock,
    "ban": _sale,
    "hien": _show,
    "an": _hide,
    "rut-lai": _withdraw,
    "bo": _discard,
}

routes = [show_listing_page, act_at_once]
