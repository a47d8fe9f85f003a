"""Compare our books of money with a provider's, and mend what differs by the use cases that should have done it."""

from collections.abc import AsyncIterator, Iterable

import msgspec
from sqlalchemy import select

from shop.core.clock import now
from shop.core.db import Sessions, short
from shop.payments.compare import Gap, intent_gap, lost_refunds, open_events, receipts_since, refund_gap
from shop.payments.errors import ProviderRefused
from shop.payments.heed import heed_told
from shop.payments.models import PaymentMethod, RefundMethod
from shop.payments.provider_event import ProviderEvent
from shop.payments.stripe_gateway import Stripe
from shop.payments.take_event import take_event
from shop.payments.told import About, IntentTold, Told
from shop.payments.work_event import work_event

DAY = 86_400  # seconds
ACTOR = "reconcile"


class Finding(msgspec.Struct, frozen=True):
    """One difference: what it is about (the provider's id), and whether it was mended."""

    gap: Gap
    subject: str
    mended: bool = False
    more: str = ""


async def reconcile(sessions: Sessions, stripe: Stripe, days: int, *, repair: bool) -> list[Finding]:
    """Compare what Stripe has of the last days with what we have; mend what can be mended, if that is asked.

    Stripe is asked outside every transaction; each difference is mended in one of its own, by what works its notices.
    Safe to repeat and to run beside them.

    Raises:
        ProviderAway: Stripe does not answer; what was mended stays so.
    """
    async with short(sessions) as session:
        since = int((await now(session)).timestamp()) - days * DAY
    found: list[Finding] = []
    method = stripe.method
    async for event in stripe.events(since):
        found += await _event(sessions, method, event, repair=repair)
    found += await _kept(sessions, method, repair=repair)
    seen = set()
    async for about in _everything(stripe, since):
        seen.add(about.foreign_id)
        found += await _about(sessions, method, about, repair=repair)
    async with short(sessions) as session:
        credited = await receipts_since(session, method, days)
        found += [Finding(Gap.REFUND_LOST, one) for one in await lost_refunds(session, RefundMethod.CARD)]
    return found + await _unseen(stripe, [one for one in credited if one not in seen])


async def _everything(stripe: Stripe, since: int) -> AsyncIterator[About]:
    async for intent in stripe.intents(since):
        yield intent
    async for refund in stripe.refunds(since):
        yield refund


async def _event(sessions: Sessions, method: PaymentMethod, told: Told, *, repair: bool) -> list[Finding]:
    """An event we never got; of those we do not follow nothing is missed."""
    if not told.about:
        return []
    async with short(sessions) as session:
        known = await session.scalar(
            select(ProviderEvent.id).where(ProviderEvent.method == method, ProviderEvent.foreign_id == told.foreign_id)
        )
        if known is not None:
            return []
        if repair:
            await take_event(session, method, told)
    return [Finding(Gap.EVENT_MISSED, told.foreign_id, repair, told.kind)]


async def _kept(sessions: Sessions, method: PaymentMethod, *, repair: bool) -> list[Finding]:
    """Events that were kept and have had no effect."""
    async with short(sessions) as session:
        events = await open_events(session, method)
    found = []
    for event in events:
        waits = event.handled_at is None
        if waits and repair:
            async with short(sessions) as session:
                await work_event(session, event.id)
        gap = Gap.EVENT_WAITING if waits else Gap.EVENT_REFUSED
        found.append(Finding(gap, event.foreign_id, waits and repair, event.error or event.kind))
    return found


async def _about(sessions: Sessions, method: PaymentMethod, about: About, *, repair: bool) -> list[Finding]:
    gap = await _gap(sessions, method, about)
    if gap is None or not repair:
        return [] if gap is None else [Finding(gap, about.foreign_id)]
    async with short(sessions) as session:
        error = await heed_told(session, method, about, ACTOR)
    mended = await _gap(sessions, method, about) is None
    return [Finding(gap, about.foreign_id, mended, error or "")]


async def _gap(sessions: Sessions, method: PaymentMethod, about: About) -> Gap | None:
    async with short(sessions) as session:
        if isinstance(about, IntentTold):
            return await intent_gap(session, method, about)
        return await refund_gap(session, method, about)


async def _unseen(stripe: Stripe, credited: Iterable[str]) -> list[Finding]:
    """Money we credited that was not among what was listed: older intents are asked for one by one."""
    found = []
    for foreign_id in credited:
        try:
            await stripe.intent(foreign_id)
        except ProviderRefused:
            found.append(Finding(Gap.RECEIPT_UNKNOWN, foreign_id))
    return found
