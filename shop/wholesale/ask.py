"""Ask a producer for a wholesale price."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.phone import normalise_phone
from shop.catalog.errors import NoSuchVariant
from shop.catalog.models import Product, Variant
from shop.core.actor import Actor
from shop.core.clock import today
from shop.core.errors import Invalid
from shop.core.i18n import Locale
from shop.core.idempotency import KeyReused
from shop.core.outbox import publish
from shop.core.text import Email, squeeze
from shop.markets.models import LiveSession
from shop.wholesale.errors import ConsentNeeded, NoWholesale, TooFewForWholesale
from shop.wholesale.events import EnquiryAsked
from shop.wholesale.models import EnquiryState, WholesaleEnquiry, WholesaleHistory, WholesaleTerm
from shop.wholesale.rules import MOST_WANTED, WAITING_DAYS


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces, for whom, by when. `room` is the slug of the live session it was asked in."""

    variant: UUID
    quantity: int
    name: str
    phone: str
    email: str = ""
    company: str = ""
    wanted_on: date | None = None
    note: str = ""
    room: str = ""
    consent: bool = False


async def ask_wholesale(
    session: AsyncSession, actor: Actor, wanted: Wanted, *, request_key: str, locale: Locale
) -> WholesaleEnquiry:
    """Write the enquiry and tell the producer. The same key of the same asker is one enquiry, also at once.

    Raises:
        NoSuchVariant, NoWholesale: it is not sold, or not wholesale.
        TooFewForWholesale: fewer than the producer answers for.
        ConsentNeeded: the buyer has not agreed.
        BadPhone, Invalid: a contact or a day cannot be meant so.
        KeyReused: the key stands for another enquiry.
    """
    if not wanted.consent:
        raise ConsentNeeded(field="consent")
    phone = normalise_phone(wanted.phone, "phone")
    producer_id = await _sold_by(session, wanted)
    day = await today(session)
    if wanted.wanted_on is not None and wanted.wanted_on < day:
        raise Invalid(field="wanted_on")
    asker = f"person:{actor.person_id}" if actor.person_id is not None else f"phone:{phone}"
    row = {
        "variant_id": wanted.variant,
        "producer_id": producer_id,
        "session_id": await _room(session, wanted.room),
        "person_id": actor.person_id,
        "asker": asker,
        "request_key": request_key,
        "name": _words(wanted.name, "name"),
        "phone": phone,
        "email": _email(wanted.email),
        "company": squeeze(wanted.company),
        "quantity": wanted.quantity,
        "wanted_on": wanted.wanted_on,
        "note": wanted.note.strip(),
        "locale": locale,
        "lapses_on": day + timedelta(days=WAITING_DAYS),
    }
    enquiry = await _write(session, row, asker, request_key)
    if (enquiry.variant_id, enquiry.quantity, enquiry.phone) != (wanted.variant, wanted.quantity, phone):
        raise KeyReused
    return enquiry


async def _write(session: AsyncSession, row: Mapping[str, object], asker: str, request_key: str) -> WholesaleEnquiry:
    """The enquiry of this key: this one, or the twin that was first."""
    made = await session.scalar(
        insert(WholesaleEnquiry)
        .values(dict(row))
        .on_conflict_do_nothing(index_elements=["asker", "request_key"])
        .returning(WholesaleEnquiry.id)
    )
    if made is not None:
        session.add(WholesaleHistory(enquiry_id=made, version=1, state=EnquiryState.NEW, words="", actor=asker))
        publish(session, EnquiryAsked(enquiry_id=made))
    same = select(WholesaleEnquiry).where(WholesaleEnquiry.asker == asker, WholesaleEnquiry.request_key == request_key)
    return (await session.scalars(same)).one()


async def _sold_by(session: AsyncSession, wanted: Wanted) -> UUID:
    found = (
        await session.execute(
            select(Product.producer_id, WholesaleTerm.min_quantity)
            .join(Variant, Variant.product_id == Product.id)
            .outerjoin(WholesaleTerm, (WholesaleTerm.variant_id == Variant.id) & WholesaleTerm.active)
            .where(Variant.id == wanted.variant, Variant.active, ~Product.hidden)
        )
    ).one_or_none()
    if found is None:
        raise NoSuchVariant(extra={"variant": str(wanted.variant)})
    producer_id, least = found
    if producer_id is None or least is None:
        raise NoWholesale
    if not least <= wanted.quantity <= MOST_WANTED:
        raise TooFewForWholesale(field="quantity", least=least)
    return UUID(str(producer_id))


async def _room(session: AsyncSession, slug: str) -> UUID | None:
    if not slug:
        return None
    found: UUID | None = await session.scalar(select(LiveSession.id).where(LiveSession.slug == slug))
    return found


def _words(text: str, field: str) -> str:
    words = squeeze(text)
    if not words:
        raise Invalid(field=field)
    return words


def _email(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return msgspec.convert(text.strip().lower(), Email)
    except msgspec.ValidationError:
        raise Invalid(field="email") from None
