"""Work around producers: who is told of applications, papers that run out, lists that forget."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.events import SignUpRepeated
from shop.catalog.change import note_change
from shop.notifications.notify_account import tell_sign_up
from shop.notifications.notify_registration import tell_invited, tell_registration
from shop.producers.events import MemberInvited, ProducerShownAnew, RegistrationFacts
from shop.producers.expire_papers import expire_papers
from workers.runtime import sweep
from workers.subscribe import subscriber


@subscriber("notices.registration", "live")
async def tell_applicant(session: AsyncSession, event_id: UUID, event: RegistrationFacts) -> None:
    """Write the notices of an application."""
    await tell_registration(session, event_id, event)


@subscriber("notices.invitation", "live")
async def send_invitation(session: AsyncSession, event_id: UUID, event: MemberInvited) -> None:
    """Write the letter of an invitation; it leaves with the next delivery."""
    await tell_invited(session, event_id, event)


@subscriber("notices.sign_up", "live")
async def tell_owner(session: AsyncSession, event_id: UUID, event: SignUpRepeated) -> None:
    """Tell the owner of an address that somebody tried to open an account with it."""
    await tell_sign_up(session, event_id, event)


@subscriber("catalog.note_profile", "live")
async def forget_pages_of_producer(session: AsyncSession, _event_id: UUID, event: ProducerShownAnew) -> None:
    """Caches forget every page: producers stand below the catalogue and cannot say so themselves."""
    note_change(session, None, event.kind)


@sweep("producers.expire_papers", "bulk")
async def expire(session: AsyncSession, limit: int) -> int:
    """Say of papers whose last day has passed that they have run out."""
    return await expire_papers(session, limit)
