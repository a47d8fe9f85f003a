"""Addresses of wholesale: a product's terms, enquiries of buyers, and the desk of a producer."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role, require_signed_in
from shop.core.actor import Actor, Role
from shop.core.text import Body, Email, Line, Name, Phone, Text
from shop.http.limits import Limit, Limiter, address_of, take_for_buyer
from shop.http.locale import locale_of
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.orders.api import KeyHeader
from shop.producers.errors import ProducerUnknown
from shop.producers.guards import require_member
from shop.producers.queries import producer_by_slug
from shop.wholesale.answer import decide, quote, refuse
from shop.wholesale.ask import Wanted, ask_wholesale
from shop.wholesale.models import EnquiryState
from shop.wholesale.queries import (
    EnquirySeen,
    VariantTerms,
    counts,
    enquiries_of_producer,
    own_enquiry,
    terms_of_producer,
    terms_of_product,
)
from shop.wholesale.rules import MOST, MOST_BANDS, MOST_WANTED, own_token
from shop.wholesale.set_terms import Terms, set_terms

ASKERS = Limit("wholesale", 10, 3600)  # enquiries of one buyer
_PHONES = Limit("wholesale.phone", 10, 3600)  # and with one telephone number, whoever writes it

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
TokenHeader = Annotated[str, HeaderParameter(name="X-Enquiry-Token", max_length=100)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]
CursorQuery = Annotated[str | None, QueryParameter(min_length=1, max_length=MAX_CURSOR)]
Least = Annotated[int, Meta(ge=2, le=MOST)]
Price = Annotated[int, Meta(ge=1, le=10**13)]
Pieces = Annotated[int, Meta(ge=2, le=MOST_WANTED)]
Version = Annotated[int, Meta(ge=1, le=10_000)]


class EnquiryBody(Body, kw_only=True):
    """What is wanted, and whom to answer. `room` is the slug of the live session it is asked in."""

    variant: UUID
    quantity: Pieces
    name: Name
    phone: Phone
    email: Email | None = None
    company: Line = ""
    wanted_on: date | None = None
    note: Text = ""
    room: Line = ""
    consent: bool = False


class Band(Body):
    """From so many pieces on, one costs `price` đồng."""

    from_quantity: Least
    price: Price


class TermsBody(Body, kw_only=True):
    """A variant's terms; `public` shows its bands to everybody."""

    min_quantity: Least
    public: bool = False
    active: bool = True
    bands: Annotated[list[Band], Meta(max_length=MOST_BANDS)] = msgspec.field(default_factory=list)


class QuoteBody(Body, kw_only=True):
    """A price for one piece, until the end of a day; or a refusal in words."""

    refuse: bool = False
    price: Price | None = None
    valid_until: date | None = None
    words: Line = ""


class DecisionBody(Body):
    """What the buyer says to the quote of `version`."""

    verdict: Literal["accept", "decline"]
    version: Version


class Asked(msgspec.Struct, frozen=True):
    """An enquiry, and what opens its page to whoever made it."""

    id: UUID
    token: str


class TermsList(msgspec.Struct, frozen=True):
    """Variants with their terms."""

    items: list[VariantTerms]


class EnquiryList(msgspec.Struct, frozen=True):
    """A page of enquiries."""

    items: list[EnquirySeen]
    next_cursor: str | None


class EnquiryCounts(msgspec.Struct, frozen=True):
    """How many enquiries are in each state."""

    counts: dict[EnquiryState, int]


async def take_for_enquiry(limiter: Limiter, actor: Actor, address: str, phone: str) -> None:
    """Count an enquiry against its asker and its telephone number; for the route and for the page's form.

    Raises:
        TooMany: too many of them already.
    """
    await take_for_buyer(limiter, ASKERS, actor, address)
    await limiter.take(_PHONES, "".join(sign for sign in phone if sign.isdigit()))


@get("/{slug:str}/wholesale", operation_id="getWholesaleTerms", summary="From which number a product goes wholesale")
async def read_terms(session: NamedDependency[AsyncSession], slug: SlugPath) -> TermsList:
    """Price bands only where the producer shows them; empty where nothing is sold wholesale."""
    return TermsList(await terms_of_product(session, slug))


@post("/", status_code=201, operation_id="askWholesale", summary="Ask for a wholesale price")
async def ask(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    data: JSONBody[EnquiryBody],
    key: KeyHeader,
) -> Asked:
    """The same key is one enquiry. The producer sees no contact before a quote is accepted."""
    await take_for_enquiry(limiter, actor, address_of(request), data.phone)
    wanted = Wanted(
        variant=data.variant,
        quantity=data.quantity,
        name=data.name,
        phone=data.phone,
        email=data.email or "",
        company=data.company,
        wanted_on=data.wanted_on,
        note=data.note,
        room=data.room,
        consent=data.consent,
    )
    enquiry = await ask_wholesale(session, actor, wanted, request_key=key, locale=locale_of(request.scope))
    return Asked(enquiry.id, own_token(settings.secret_key, enquiry.id))


@get("/{enquiry_id:uuid}", operation_id="readWholesaleEnquiry", summary="An enquiry, for its buyer")
async def read(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    enquiry_id: FromPath[UUID],
    token: TokenHeader = "",
) -> EnquirySeen:
    """Signed in, or by its token."""
    return await own_enquiry(session, actor, enquiry_id, token, settings.secret_key)


@post("/{enquiry_id:uuid}/decision", status_code=200, operation_id="decideWholesale", summary="Take or decline a quote")
async def decide_on(
    *,
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    enquiry_id: FromPath[UUID],
    data: JSONBody[DecisionBody],
    token: TokenHeader = "",
) -> EnquirySeen:
    """No order is made: both get each other's contacts. Safe to repeat."""
    secret, accept = settings.secret_key, data.verdict == "accept"
    await decide(session, actor, enquiry_id, token=token, secret=secret, accept=accept, version=data.version)
    return await own_enquiry(session, actor, enquiry_id, token, secret)


@get("/{slug:str}/wholesale/terms", operation_id="listWholesaleTerms", summary="A producer's own terms")
async def list_terms(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath
) -> TermsList:
    """All variants of the producer, for its members."""
    return TermsList(await terms_of_producer(session, await _own(session, actor, slug)))


@put(
    "/{slug:str}/wholesale/terms/{wholesale_variant:uuid}",
    status_code=204,
    operation_id="setWholesaleTerms",
    summary="Set",
)
async def write_terms(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    wholesale_variant: FromPath[UUID],
    data: JSONBody[TermsBody],
) -> None:
    """In place of those before, for its editors. Safe to repeat."""
    bands = tuple((band.from_quantity, band.price) for band in data.bands)
    terms = Terms(min_quantity=data.min_quantity, public=data.public, active=data.active, bands=bands)
    await set_terms(session, actor, await _own(session, actor, slug), wholesale_variant, terms)


@get("/{slug:str}/wholesale/enquiries", operation_id="listWholesaleEnquiries", summary="What buyers ask a producer")
async def list_enquiries(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    *,
    waiting: FromQuery[bool] = False,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> EnquiryList:
    """The newest first; with `waiting` those without an answer, the oldest first. For its members."""
    producer_id = await _own(session, actor, slug)
    after = decode_cursor(cursor, UUID) if cursor else None
    found = await enquiries_of_producer(session, producer_id, waiting=waiting, limit=limit + 1, after=after)
    return EnquiryList(found[:limit], encode_cursor(found[limit - 1].id) if len(found) > limit else None)


@put(
    "/{slug:str}/wholesale/enquiries/{enquiry_id:uuid}/quote",
    status_code=204,
    operation_id="quoteWholesale",
    summary="Quote a price, or say no",
)
async def answer(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    enquiry_id: FromPath[UUID],
    data: JSONBody[QuoteBody],
) -> None:
    """For its editors. The same again changes nothing; another price takes the place of the one before."""
    producer_id = await _own(session, actor, slug)
    if data.refuse:
        await refuse(session, actor, producer_id, enquiry_id, data.words)
        return
    await quote(
        session,
        actor,
        producer_id,
        enquiry_id,
        price=data.price or 0,
        valid_until=data.valid_until,
        words=data.words,
    )


@get("/wholesale", operation_id="countWholesale", summary="How many enquiries there are in each state")
async def count(session: NamedDependency[AsyncSession]) -> EnquiryCounts:
    """For the office, which sees no contact."""
    return EnquiryCounts(await counts(session))


async def _own(session: AsyncSession, actor: Actor, slug: str) -> UUID:
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerUnknown
    await require_member(session, actor, producer.id)
    return producer.id


_OFFICE = [require_role(Role.OFFICER, Role.ADMIN)]
routes = [
    Router("/api/v1/products", route_handlers=[read_terms], tags=["wholesale"]),
    Router("/api/v1/wholesale-enquiries", route_handlers=[ask, read, decide_on], tags=["wholesale"]),
    Router(
        "/api/v1/producers",
        route_handlers=[list_terms, write_terms, list_enquiries, answer],
        guards=[require_signed_in],
        tags=["wholesale"],
    ),
    Router("/api/v1/office", route_handlers=[count], guards=_OFFICE, tags=["wholesale"]),
]
