"""A producer's listings, and the form that begins a new one."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.catalog.errors import AlreadyListed
from shop.core.errors import Forbidden, Refusal
from shop.core.money import Dong
from shop.listings.create import FirstVariant, NewListing, create_listing
from shop.listings.import_rows import read_price, read_weight
from shop.listings.queries import ListingFilter, count_listings, listing_of, listings_of, to_be_listed
from shop.producers.models import Producer, ProducerState
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.content_form import typed
from shop.web.pages.producer.content_meaning import LONGEST_LINE, Reader
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.listing_view import PLACE, card_of, may_write
from shop.web.pages.producer.register import PEOPLE
from shop.web.pages.visit import Visit
from shop.web.views.listings import FilterLink, ListableView, ListingsPage, NewListingPage

ROWS = 40  # listings of a page
MOST_CHOICES = 500  # registered products to choose from
FIELDS = frozenset({"registered_product", "sku"})


@get(both("/chu-the/{slug:str}/san-pham"), guards=PEOPLE, include_in_schema=False)
async def listings_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    loc: Annotated[str, QueryParameter(max_length=20)] = "",
    after: Annotated[str, QueryParameter(max_length=40)] = "",
) -> Response[bytes]:
    """All listings by name, those of one kind, a page after the other."""
    producer = await own_producer(visit, slug)
    only = ListingFilter(loc) if loc in set(ListingFilter) else None
    rows = await listings_of(visit.session, producer.id, ROWS + 1, only=only, after=read_id(after))
    page = ListingsPage(
        site=visit.site,
        console=desk(producer, PLACE),
        producer_slug=producer.slug,
        cards=tuple(card_of(row) for row in rows[:ROWS]),
        filters=await _filters(visit, producer, only),
        next_url=_address(producer, only, rows[ROWS - 1].product_id) if len(rows) > ROWS else None,
        may_write=await may_write(visit, producer),
        active=producer.state is ProducerState.ACTIVE,
    )
    return show("listings.html", visit.locale, page)


@get(both("/chu-the/{slug:str}/san-pham/moi"), guards=PEOPLE, include_in_schema=False)
async def new_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Choose a registered product, say what is sold of it first."""
    producer = await own_producer(visit, slug)
    if not await may_write(visit, producer):
        raise Forbidden
    return show("listing_new.html", visit.locale, await _new_page(visit, producer))


@post(both("/chu-the/{slug:str}/san-pham/moi"), guards=PEOPLE, include_in_schema=False)
async def new_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Begin the listing. The form sent twice leads to the one listing it made."""
    producer = await own_producer(visit, slug)
    form = await read_form(visit.request)
    new, reader = _meant(visit, form)
    base = f"/chu-the/{producer.slug}{PLACE}"
    if reader.errors:
        page = msgspec.structs.replace(await _typed(visit, producer, form), errors=tuple(reader.errors))
        return show("listing_new.html", visit.locale, page, status=422)
    try:
        product = await attempt(visit, lambda session: create_listing(session, visit.actor, producer.id, new))
    except Forbidden:
        raise
    except Refusal as refusal:
        known = await listing_of(visit.session, producer.id, new.registered_product_id)
        if isinstance(refusal, AlreadyListed) and known:
            return go(visit.locale, f"{base}/{known}?done=listed")
        told = Told(refusal, visit.locale, FIELDS)
        page = await _typed(visit, producer, form)
        page = msgspec.structs.replace(page, errors=told.errors, problem=told.problem)
        return show("listing_new.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{base}/{product.slug}?done=created")


def _meant(visit: Visit, form: Form) -> tuple[NewListing, Reader]:
    reader = Reader(visit.locale)
    registered = read_id(form.text("registered_product", 40))
    if registered is None:
        reader.wrong("registered_product", "web.listing.wrong_registered")
    unit, price = typed(form, "unit"), typed(form, "price")
    if not unit:
        reader.wrong("unit", "web.listing.wrong_unit")
    if not price:
        reader.wrong("price", "web.listing.wrong_price")
    first = FirstVariant(
        name=reader.line("variant", typed(form, "variant"), LONGEST_LINE),
        sku=reader.line("sku", typed(form, "sku"), LONGEST_LINE),
        unit=reader.line("unit", unit, LONGEST_LINE),
        price=Dong(reader.value("price", price, read_price) or 0),
        net_weight_g=reader.value("weight", typed(form, "weight"), read_weight),
    )
    name = reader.line("name", typed(form, "name"), LONGEST_LINE)
    return NewListing(registered_product_id=registered or UUID(int=0), name=name, variants=[first]), reader


async def _typed(visit: Visit, producer: Producer, form: Form) -> NewListingPage:
    return msgspec.structs.replace(
        await _new_page(visit, producer),
        chosen=form.text("registered_product", 40),
        name=typed(form, "name"),
        variant=typed(form, "variant"),
        unit=typed(form, "unit"),
        price=typed(form, "price"),
        sku=typed(form, "sku"),
        weight=typed(form, "weight"),
    )


async def _new_page(visit: Visit, producer: Producer) -> NewListingPage:
    return NewListingPage(
        site=visit.site,
        console=desk(producer, PLACE),
        producer_slug=producer.slug,
        choices=tuple(
            ListableView(id=str(one.id), name=one.name, stars=one.stars, until=one.until)
            for one in await to_be_listed(visit.session, producer.id, MOST_CHOICES)
        ),
    )


async def _filters(visit: Visit, producer: Producer, chosen: ListingFilter | None) -> tuple[FilterLink, ...]:
    counts = await count_listings(visit.session, producer.id)
    return tuple(
        FilterLink(
            label=f"web.listing.filter_{one.value if one else 'all'}",
            url=_address(producer, one),
            count=count,
            on=one is chosen,
        )
        for one, count in counts.items()
    )


def _address(producer: Producer, only: ListingFilter | None, after: UUID | None = None) -> str:
    asked = [f"loc={only.value}"] if only else []
    asked += [f"after={after}"] if after else []
    return f"/chu-the/{producer.slug}{PLACE}" + (f"?{'&'.join(asked)}" if asked else "")


routes = [listings_page, new_page, new_act]
