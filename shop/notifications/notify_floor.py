"""Tell producers that a stall asks for the lowest live price of their goods, and which one holds now."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product, Variant
from shop.core.clock import local
from shop.core.i18n import DEFAULT, known_locale, say
from shop.core.money import show
from shop.markets.events import FloorChanged, FloorsAsked
from shop.markets.floor import floors_of
from shop.markets.models import LiveSession, SessionState
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.producers.models import Producer, ProducerMember


async def tell_floors_asked(session: AsyncSession, event_id: UUID, event: FloorsAsked) -> int:
    """Tell each producer's people once which goods of theirs a coming stall shows without a floor.

    Each in their language; returns how many notices were new. Safe to repeat.
    """
    live = await session.get(LiveSession, event.session_id)
    if live is None or live.state is not SessionState.SCHEDULED:
        return 0
    approved = await floors_of(session, live.id, event.variants)
    wanted = [variant for variant in event.variants if variant not in approved]
    written = 0
    for producer, goods in (await _goods(session, wanted)).items():
        facts = {"stall": live.title, "goods": ", ".join(goods), "day": f"{local(live.starts_at):%d/%m/%Y}"}
        written += await _tell(session, event_id, producer, "floors_asked", facts)
    return written


async def tell_floor_changed(session: AsyncSession, event_id: UUID, event: FloorChanged) -> int:
    """Tell the producer's people which floor was approved or withdrawn, each in their language. Safe to repeat."""
    live = await session.get(LiveSession, event.session_id)
    if live is None:
        return 0
    news = "floor_withdrawn" if event.price is None else "floor_approved"
    written = 0
    for producer, goods in (await _goods(session, [event.variant_id])).items():
        facts = {"stall": live.title, "goods": ", ".join(goods), "price": show(event.price or 0)}
        written += await _tell(session, event_id, producer, news, facts)
    return written


async def _goods(session: AsyncSession, variants: Sequence[UUID]) -> dict[tuple[UUID, str], list[str]]:
    """The names of these goods by their producer: its id and address."""
    rows = await session.execute(
        select(Producer.id, Producer.slug, Product.name)
        .join(Product, Product.producer_id == Producer.id)
        .join(Variant, Variant.product_id == Product.id)
        .where(Variant.id.in_(variants))
        .distinct()
        .order_by(Producer.id, Product.name)
    )
    found: dict[tuple[UUID, str], list[str]] = {}
    for producer_id, slug, name in rows:
        found.setdefault((producer_id, slug), []).append(name)
    return found


async def _tell(
    session: AsyncSession, event_id: UUID, producer: tuple[UUID, str], news: str, facts: dict[str, str]
) -> int:
    producer_id, slug = producer
    people = await session.scalars(
        select(Person)
        .join(ProducerMember, ProducerMember.person_id == Person.id)
        .where(ProducerMember.producer_id == producer_id, Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    written = 0
    for person in people.all():
        locale = known_locale(person.locale)
        told = Told(
            locale=locale,
            subject=say(locale, f"notice.{news}.subject", **facts),
            text=say(locale, f"notice.{news}.text", **facts),
        )
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        home = "" if locale == DEFAULT else f"/{locale}"
        blocks = (
            Block(say(locale, "notice.hello", name=quoted(person.name))),
            Block(quoted(told.text)),
            Block(say(locale, "notice.see_floors"), href=f"$base{home}/chu-the/{slug}/gian-hang"),
        )
        written += await write_notices(session, event_id, reader, told, blocks)
    return written
