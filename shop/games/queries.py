"""Reads of what a room plays."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Integer, Text

from shop.catalog.models import Product, Variant
from shop.core.actor import Actor, Role
from shop.core.clock import shop_now
from shop.games.errors import DrawUnknown
from shop.games.models import Draw, DrawEntry, DrawWinner, KeptDrop, Poll, PollVote, VoucherDrop
from shop.games.rules import MOST_OPTIONS, RESULT_STAYS, WINNERS_STAY, DrawProof, EntryShown
from shop.games.seen import DrawSeen, DropSeen, GamesSeen, PollOption, PollSeen
from shop.markets.models import LineUp, LiveSession, SessionState
from shop.producers.models import MemberRole, Producer, ProducerMember
from shop.promotions.models import Voucher
from shop.promotions.queries import VoucherOffer, kept_vouchers, public_vouchers, vouchers_by_code

MOST_VOUCHERS = 20  # to choose from at the desk


async def games_of(session: AsyncSession, live: LiveSession, now: datetime) -> GamesSeen | None:
    """What is played in a room that is on air, in one statement; None where nothing is."""
    if live.state is not SessionState.ON_AIR:
        return None
    row = (await session.execute(_ROOM, {"room": live.id})).one()
    poll = None if row.Poll is None else _poll(row, now)
    draw = None if row.Draw is None else _draw(row, now)
    drop = None if row.VoucherDrop is None else _drop(row.VoucherDrop, row.Voucher, now)
    return GamesSeen(poll=poll, draw=draw, drop=drop) if poll or draw or drop else None


class PublicDraw(msgspec.Struct, frozen=True, kw_only=True):
    """A draw as everybody may read it, with where it was."""

    proof: DrawProof
    session_slug: str
    session_title: str
    closes_at: datetime
    drawn_at: datetime | None
    open: bool


async def draw_by_code(session: AsyncSession, code: str) -> PublicDraw:
    """A draw with all its entries, in the order of their tickets, so that nothing tells when somebody came.

    Raises:
        DrawUnknown: there is none with this code.
    """
    found = await session.execute(
        select(Draw, LiveSession.slug, LiveSession.title, Draw.closes_at > shop_now())
        .join(LiveSession, LiveSession.id == Draw.session_id)
        .where(Draw.code == code)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    if row is None:
        raise DrawUnknown
    draw, slug, title, is_open = row
    entries = await session.execute(
        select(DrawEntry.ticket, DrawEntry.name, DrawWinner.rank)
        .outerjoin(DrawWinner, DrawWinner.entry_id == DrawEntry.id)
        .where(DrawEntry.draw_id == draw.id)
        .order_by(DrawEntry.ticket)
    )
    published, ranks = [], {}
    for ticket, name, rank in entries:
        published.append(EntryShown(ticket, name))
        if rank is not None:
            ranks[rank] = ticket
    proof = DrawProof(
        code=draw.code,
        prize=draw.prize,
        winners=draw.winners,
        commitment=draw.commitment.hex(),
        seed=None if draw.seed is None else draw.seed.hex(),
        entries=published,
        won=[ranks[rank] for rank in sorted(ranks)],
    )
    return PublicDraw(
        proof=proof,
        session_slug=slug,
        session_title=title,
        closes_at=draw.closes_at,
        drawn_at=draw.drawn_at,
        open=is_open and draw.drawn_at is None,
    )


class Winner(msgspec.Struct, frozen=True, kw_only=True):
    """Who won, as the host sees them: a ticket, a masked name, and the phone where there is one."""

    rank: int
    ticket: str
    name: str
    phone: str | None


async def winners_for_host(session: AsyncSession, session_id: UUID) -> list[Winner]:
    """The winners of the room's newest draw, the first prize first."""
    newest = select(Draw.id).where(Draw.session_id == session_id).order_by(Draw.id.desc()).limit(1).scalar_subquery()
    rows = await session.execute(
        select(DrawWinner.rank, DrawEntry.ticket, DrawEntry.name, DrawEntry.phone)
        .join(DrawEntry, DrawEntry.id == DrawWinner.entry_id)
        .where(DrawWinner.draw_id == newest)
        .order_by(DrawWinner.rank)
    )
    return [Winner(rank=rank, ticket=ticket, name=name, phone=phone) for rank, ticket, name, phone in rows]


class ProducerName(msgspec.Struct, frozen=True):
    """A producer by id and name."""

    id: UUID
    name: str


class Droppable(msgspec.Struct, frozen=True):
    """What a host may drop: open vouchers, and the producers for whom they may make a new one."""

    vouchers: list[VoucherOffer]
    producers: list[ProducerName]


async def droppable(session: AsyncSession, actor: Actor, live: LiveSession) -> Droppable:
    """What this host may drop here.

    Vouchers anybody may choose, of the platform and of producers in the line-up; and all open ones of producers
    whose editor the host is. Administrators are editors everywhere.
    """
    shown = (
        select(Product.producer_id)
        .join(Variant, Variant.product_id == Product.id)
        .join(LineUp, LineUp.variant_id == Variant.id)
        .where(LineUp.session_id == live.id)
    )
    edits = select(ProducerMember.producer_id).where(
        ProducerMember.person_id == actor.person_id, ProducerMember.role != MemberRole.VIEWER
    )
    rows = await session.execute(
        select(Producer.id, Producer.name, Producer.id.in_(edits)).where(Producer.id.in_(shown)).order_by(Producer.name)
    )
    producers = rows.all()
    own = [ProducerName(row[0], row[1]) for row in producers if row[2] or Role.ADMIN in actor.roles]
    found = {one.id: one for one in await public_vouchers(session, [row[0] for row in producers], MOST_VOUCHERS)}
    for producer in own:
        kept = await kept_vouchers(session, producer.id, MOST_VOUCHERS)
        found |= {one.offer.id: one.offer for one in kept if one.offer.open and one.offer.left != 0}
    return Droppable(list(found.values()), own)


async def kept_offers(session: AsyncSession, person_id: UUID, limit: int) -> list[VoucherOffer]:
    """Open vouchers this person kept in rooms and may still use, the newest first."""
    codes = await session.scalars(
        select(Voucher.code)
        .join(VoucherDrop, VoucherDrop.voucher_id == Voucher.id)
        .join(KeptDrop, KeptDrop.drop_id == VoucherDrop.id)
        .where(KeptDrop.person_id == person_id, Voucher.ends_at > shop_now(), Voucher.ended_at.is_(None))
        .order_by(KeptDrop.id.desc())
        .limit(limit)
    )
    wanted = list(dict.fromkeys(codes))
    known = await vouchers_by_code(session, wanted)
    return [known[code] for code in wanted if known[code].open and known[code].left != 0]


def _room() -> Select[Any]:
    """The newest poll, draw and drop of a room that are still shown, with their counts."""
    counted: list[ColumnElement[int]] = [
        func.count().filter(PollVote.choice == choice) for choice in range(MOST_OPTIONS)
    ]
    votes = select(array(counted)).where(PollVote.poll_id == Poll.id)
    entries = select(func.count()).where(DrawEntry.draw_id == Draw.id)
    won = (
        select(func.array_agg(aggregate_order_by(DrawEntry.ticket + "\x1f" + DrawEntry.name, DrawWinner.rank)))
        .select_from(DrawEntry)
        .join(DrawWinner, DrawWinner.entry_id == DrawEntry.id)
        .where(DrawWinner.draw_id == Draw.id)
    )
    ended = func.least(Poll.closed_at, Poll.closes_at)
    newest_poll = _newest(Poll, or_(ended.is_(None), ended > shop_now() - RESULT_STAYS))
    newest_draw = _newest(Draw, or_(Draw.drawn_at.is_(None), Draw.drawn_at > shop_now() - WINNERS_STAY))
    gone = func.least(VoucherDrop.closed_at, VoucherDrop.ends_at)
    newest_drop = _newest(VoucherDrop, gone > shop_now() - RESULT_STAYS)
    return (
        select(Poll, Draw, VoucherDrop, Voucher)
        .add_columns(
            votes.scalar_subquery().cast(ARRAY(Integer)).label("votes"),
            entries.scalar_subquery().label("entries"),
            won.scalar_subquery().cast(ARRAY(Text)).label("won"),
        )
        .select_from(LiveSession)
        .outerjoin(Poll, Poll.id == newest_poll)
        .outerjoin(Draw, Draw.id == newest_draw)
        .outerjoin(VoucherDrop, VoucherDrop.id == newest_drop)
        .outerjoin(Voucher, Voucher.id == VoucherDrop.voucher_id)
        .where(LiveSession.id == bindparam("room"))
        .execution_options(populate_existing=True)
    )


def _newest(table: type[Poll] | type[Draw] | type[VoucherDrop], shown: ColumnElement[bool]) -> ScalarSelect[UUID]:
    """The id of the room's newest row that is still shown."""
    mine = select(table.id).where(table.session_id == bindparam("room"), shown)
    return mine.order_by(table.id.desc()).limit(1).correlate(None).scalar_subquery()


def _poll(row: Row[Any], now: datetime) -> PollSeen:
    poll: Poll = row.Poll
    return PollSeen(
        id=poll.id,
        question=poll.question,
        options=[PollOption(text, votes) for text, votes in zip(poll.options, row.votes, strict=False)],
        closes_at=poll.closes_at,
        open=poll.closed_at is None and (poll.closes_at is None or poll.closes_at > now),
    )


def _draw(row: Row[Any], now: datetime) -> DrawSeen:
    draw: Draw = row.Draw
    return DrawSeen(
        code=draw.code,
        prize=draw.prize,
        winners=draw.winners,
        entries=row.entries,
        closes_at=draw.closes_at,
        open=draw.drawn_at is None and draw.closes_at > now,
        commitment=draw.commitment.hex(),
        seed=None if draw.seed is None else draw.seed.hex(),
        won=[EntryShown(*one.split("\x1f", 1)) for one in row.won or ()],
    )


def _drop(drop: VoucherDrop, voucher: Voucher, now: datetime) -> DropSeen:
    return DropSeen(
        id=drop.id,
        name=voucher.name,
        amount=voucher.amount,
        percent=voucher.percent,
        cap=voucher.cap,
        minimum=voucher.minimum,
        quota=drop.quota,
        left=drop.quota - drop.taken,
        until=drop.ends_at,
        open=drop.closed_at is None and drop.ends_at > now and drop.taken < drop.quota,
    )


_ROOM = _room()  # built once: each room is read up to ten times a second
