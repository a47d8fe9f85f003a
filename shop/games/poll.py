"""Polls: opened and closed by a host, answered once by everybody in the room."""

from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now, shop_now
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.games.errors import ChoiceUnknown, PollClosed, PollOpen, PollUnknown, PollWrong
from shop.games.events import PollChanged, PollVoted
from shop.games.guards import host_on_air, player_of, room_on_air
from shop.games.models import Poll, PollVote
from shop.games.rules import read_options
from shop.markets.guards import require_host


class NewPoll(msgspec.Struct, frozen=True, kw_only=True):
    """A question with its answers; without `seconds` it is open until its host closes it."""

    client_id: str
    question: str
    options: tuple[str, ...]
    seconds: int | None = None


async def open_poll(session: AsyncSession, actor: Actor, slug: str, wish: NewPoll) -> Poll:
    """Open a poll. The same `client_id` is the same poll.

    Raises:
        PollWrong: no question, or not two to six different answers.
        PollOpen: another one is open in the room.
        NotOnAir, SessionUnknown, Unauthenticated, Forbidden: see `host_on_air`.
    """
    live = await host_on_air(session, actor, slug)
    question, options = squeeze(wish.question), read_options(wish.options)
    if not question or options is None:
        raise PollWrong(field="options" if question else "question")
    known: Poll | None = await session.scalar(
        select(Poll).where(Poll.session_id == live.id, Poll.client_id == wish.client_id)
    )
    if known is not None:
        return known
    moment = await now(session)
    await _close_overdue(session, live.id)
    if await session.scalar(select(Poll.id).where(Poll.session_id == live.id, Poll.closed_at.is_(None))):
        raise PollOpen
    closes_at = None if wish.seconds is None else moment + timedelta(seconds=wish.seconds)
    poll = Poll(session_id=live.id, client_id=wish.client_id, question=question, options=options, closes_at=closes_at)
    session.add(poll)
    await session.flush()  # its id is told
    record_act(session, actor.person_id, "games.open_poll", live.slug, poll=str(poll.id))
    publish(session, PollChanged(session_id=live.id, poll_id=poll.id))
    return poll


async def close_poll(session: AsyncSession, actor: Actor, slug: str, poll_id: UUID) -> None:
    """Close a poll now; votes under way are waited for. Closing it again changes nothing.

    Raises:
        PollUnknown: it is none of this room's.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    if not await session.scalar(select(Poll.id).where(Poll.id == poll_id, Poll.session_id == live.id)):
        raise PollUnknown
    await _close_overdue(session, live.id)
    closed = await session.execute(
        update(Poll)
        .where(Poll.id == poll_id, Poll.closed_at.is_(None))
        .values(closed_at=shop_now())
        .returning(Poll.id)
        .execution_options(synchronize_session=False)
    )
    if closed.scalar_one_or_none() is not None:
        record_act(session, actor.person_id, "games.close_poll", live.slug, poll=str(poll_id))
        publish(session, PollChanged(session_id=live.id, poll_id=poll_id))


async def vote(
    session: AsyncSession, actor: Actor, slug: str, poll_id: UUID, choice: int, *, guest: bytes | None
) -> None:
    """Answer a poll, or change one's answer. The same answer again changes nothing.

    The poll's row is share-locked: a close waits for votes under way, and none is counted after it.

    Raises:
        PollUnknown: it is none of this room's.
        PollClosed: its time is over, or its host closed it.
        ChoiceUnknown: it has fewer answers.
        VoterUnknown, SessionUnknown, NotOnAir: see the guards.
    """
    voter = player_of(actor, guest)
    live = await room_on_air(session, slug)
    found = await session.execute(
        select(Poll, or_(Poll.closes_at.is_(None), Poll.closes_at > shop_now()))
        .where(Poll.id == poll_id, Poll.session_id == live.id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    if row is None:
        raise PollUnknown
    poll, in_time = row
    if poll.closed_at is not None or not in_time:
        raise PollClosed
    if choice >= len(poll.options):
        raise ChoiceUnknown(field="choice")
    voted = insert(PollVote).values(
        poll_id=poll_id, person_id=voter.person_id, guest_key=voter.guest_key, choice=choice
    )
    changed = await session.scalar(
        voted.on_conflict_do_update(
            index_elements=["poll_id", "guest_key" if voter.person_id is None else "person_id"],
            set_={"choice": choice},
            where=PollVote.choice != choice,
        ).returning(PollVote.id)
    )
    if changed is not None:
        publish(session, PollVoted(session_id=live.id, poll_id=poll_id))


async def _close_overdue(session: AsyncSession, session_id: UUID) -> None:
    """Write down what time has closed, so that the room may have another one."""
    await session.execute(
        update(Poll)
        .where(and_(Poll.session_id == session_id, Poll.closed_at.is_(None), Poll.closes_at <= shop_now()))
        .values(closed_at=Poll.closes_at)
        .execution_options(synchronize_session=False)
    )
