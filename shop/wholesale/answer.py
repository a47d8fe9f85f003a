"""The steps of an enquiry: the producer quotes or refuses, the buyer decides, time runs out."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now, today
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.producers.guards import require_member
from shop.producers.models import MemberRole
from shop.wholesale.errors import EnquiryUnknown, QuoteChanged, QuoteWrong
from shop.wholesale.events import EnquiryMoved
from shop.wholesale.models import EnquiryState, WholesaleEnquiry, WholesaleHistory
from shop.wholesale.rules import LONGEST_QUOTE, MOVES, OPEN, is_own_token

CLOCK = "clock"  # who lets enquiries expire


async def quote(
    session: AsyncSession,
    actor: Actor,
    producer_id: UUID,
    enquiry_id: UUID,
    *,
    price: int,
    valid_until: date | None,
    words: str = "",
) -> WholesaleEnquiry:
    """Offer one piece at `price` đồng until the end of `valid_until`. The same quote again changes nothing.

    Raises:
        Unauthenticated, Forbidden: not an editor of this producer.
        EnquiryUnknown: it is another producer's.
        QuoteWrong: no price, or no day within reach.
        IllegalMove: it is decided or has expired.
    """
    enquiry = await _of_producer(session, actor, producer_id, enquiry_id)
    day = await today(session)
    if valid_until is None or not day <= valid_until <= day + timedelta(days=LONGEST_QUOTE) or not 0 < price <= 10**13:
        raise QuoteWrong(field="price" if not 0 < price <= 10**13 else "valid_until", days=LONGEST_QUOTE)
    answer = squeeze(words)
    if enquiry.state is EnquiryState.QUOTED and (enquiry.price, enquiry.valid_until, enquiry.answer) == (
        price,
        valid_until,
        answer,
    ):
        return enquiry
    MOVES.check(enquiry.state, EnquiryState.QUOTED)
    enquiry.price, enquiry.valid_until, enquiry.answer = price, valid_until, answer
    enquiry.lapses_on = valid_until + timedelta(days=1)
    enquiry.answered_at = await now(session)
    await _move(session, enquiry, EnquiryState.QUOTED, str(actor.person_id))
    return enquiry


async def refuse(
    session: AsyncSession, actor: Actor, producer_id: UUID, enquiry_id: UUID, words: str = ""
) -> WholesaleEnquiry:
    """Say no. Safe to repeat.

    Raises:
        Unauthenticated, Forbidden, EnquiryUnknown, IllegalMove: as in `quote`.
    """
    enquiry = await _of_producer(session, actor, producer_id, enquiry_id)
    if enquiry.state is EnquiryState.REFUSED:
        return enquiry
    MOVES.check(enquiry.state, EnquiryState.REFUSED)
    enquiry.answer, enquiry.answered_at = squeeze(words), await now(session)
    await _move(session, enquiry, EnquiryState.REFUSED, str(actor.person_id))
    return enquiry


async def decide(
    session: AsyncSession, actor: Actor, enquiry_id: UUID, *, token: str, secret: str, accept: bool, version: int
) -> WholesaleEnquiry:
    """The buyer takes or declines the quote of `version`. No order is made: both get each other's contacts.

    Safe to repeat: decided so already changes nothing.

    Raises:
        EnquiryUnknown: there is none, or not for this asker.
        QuoteChanged: the quote is another one by now.
        IllegalMove: there is no quote, or it is decided otherwise or has expired.
    """
    enquiry = await _locked(session, enquiry_id)
    if not is_buyer(enquiry, actor, token, secret):
        raise EnquiryUnknown
    assert enquiry is not None, "a buyer has one"
    wanted = EnquiryState.ACCEPTED if accept else EnquiryState.DECLINED
    if enquiry.state is wanted:
        return enquiry
    if enquiry.state in OPEN and enquiry.lapses_on <= await today(session):
        MOVES.check(EnquiryState.EXPIRED, wanted)  # the sweep has not come by yet
    MOVES.check(enquiry.state, wanted)
    if enquiry.version != version:
        raise QuoteChanged
    await _move(session, enquiry, wanted, enquiry.asker)
    return enquiry


async def expire_enquiries(session: AsyncSession, limit: int) -> int:
    """End enquiries and quotes whose time is over; returns how many. Rows somebody holds wait for the next time."""
    found = await session.scalars(
        select(WholesaleEnquiry)
        .where(WholesaleEnquiry.state.in_(sorted(OPEN)), WholesaleEnquiry.lapses_on <= await today(session))
        .order_by(WholesaleEnquiry.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    enquiries = list(found)
    for enquiry in enquiries:
        await _move(session, enquiry, EnquiryState.EXPIRED, CLOCK)
    return len(enquiries)


def is_buyer(enquiry: WholesaleEnquiry | None, actor: Actor, token: str, secret: str) -> bool:
    """Whether the asker is who made the enquiry: signed in, or by the token of its link."""
    if enquiry is None:
        return False
    own = enquiry.person_id is not None and enquiry.person_id == actor.person_id
    return own or is_own_token(secret, enquiry.id, token)


async def _of_producer(session: AsyncSession, actor: Actor, producer_id: UUID, enquiry_id: UUID) -> WholesaleEnquiry:
    await require_member(session, actor, producer_id, at_least=MemberRole.EDITOR)
    enquiry = await _locked(session, enquiry_id)
    if enquiry is None or enquiry.producer_id != producer_id:
        raise EnquiryUnknown
    return enquiry


async def _locked(session: AsyncSession, enquiry_id: UUID) -> WholesaleEnquiry | None:
    found: WholesaleEnquiry | None = await session.scalar(
        select(WholesaleEnquiry)
        .where(WholesaleEnquiry.id == enquiry_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


async def _move(session: AsyncSession, enquiry: WholesaleEnquiry, to: EnquiryState, actor: str) -> None:
    enquiry.state = to
    enquiry.version += 1
    session.add(
        WholesaleHistory(
            enquiry_id=enquiry.id,
            version=enquiry.version,
            state=to,
            price=enquiry.price,
            valid_until=enquiry.valid_until,
            words=enquiry.answer if to in {EnquiryState.QUOTED, EnquiryState.REFUSED} else "",
            actor=actor,
        )
    )
    record_act(session, actor, f"wholesale.{to}", str(enquiry.id), price=enquiry.price)
    publish(session, EnquiryMoved(enquiry_id=enquiry.id, state=to, version=enquiry.version))
    await session.flush()  # who decides in the same moment waits for the row and finds it
