"""Write notices about applications, papers that are asked for again, and invitations."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.i18n import DEFAULT, Locale, known_locale, say
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.producers.events import (
    MemberInvited,
    PaperAsked,
    RegistrationApproved,
    RegistrationDeclined,
    RegistrationFacts,
    RegistrationReturned,
    RegistrationSubmitted,
)
from shop.producers.models import MemberRole, Producer, ProducerInvitation, ProducerMember, Registration
from shop.producers.models import RegistrationPaper as Paper

_NEWS: dict[type[RegistrationFacts], str] = {
    RegistrationSubmitted: "registration_submitted",
    RegistrationReturned: "registration_returned",
    RegistrationApproved: "registration_approved",
    RegistrationDeclined: "registration_declined",
    PaperAsked: "paper_asked",
}
INVITATION = "invitation:"  # the beginning of such a reader's key


async def tell_registration(session: AsyncSession, event_id: UUID, event: RegistrationFacts) -> int:
    """Tell the applicant, or of an approved one the producer's owners and editors; each in their language.

    Returns how many notices were new. Safe to repeat; an application that is no longer there tells nothing.
    """
    row = (
        await session.execute(
            select(Registration, Producer)
            .join(Producer, Producer.id == Registration.producer_id)
            .where(Registration.id == event.registration_id)
        )
    ).one_or_none()
    if row is None:
        return 0
    registration, producer = row
    path = f"/chu-the/dang-ky/{registration.id}"
    readers = select(Person).where(Person.id == registration.person_id, Person.disabled_at.is_(None))
    paper = ""
    if isinstance(event, PaperAsked):
        asked = await session.get(Paper, event.paper_id)
        paper = asked.kind.value if asked else ""
        path = f"/chu-the/{producer.slug}/giay-to"
        readers = _members(producer.id)
    elif isinstance(event, RegistrationApproved):
        path = f"/chu-the/{producer.slug}"
    written = 0
    for person in await session.scalars(readers.order_by(Person.id)):
        told = _told(known_locale(person.locale), _NEWS[type(event)], producer.name, event.reason, paper)
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        written += await write_notices(session, event_id, reader, told, _blocks(person.name, told, path))
    return written


async def tell_invited(session: AsyncSession, event_id: UUID, event: MemberInvited) -> int:
    """Send the letter of an invitation, in the language of who is invited where known, else of who invites.

    The token is a blank, filled as the letter leaves. Returns how many notices were new. Safe to repeat.
    """
    row = (
        await session.execute(
            select(ProducerInvitation, Producer, Person)
            .join(Producer, Producer.id == ProducerInvitation.producer_id)
            .join(Person, Person.id == ProducerInvitation.invited_by)
            .where(ProducerInvitation.id == event.invitation_id, ProducerInvitation.withdrawn_at.is_(None))
        )
    ).one_or_none()
    if row is None:
        return 0
    invitation, producer, host = row
    invited = await session.scalar(select(Person).where(Person.email == invitation.email, Person.disabled_at.is_(None)))
    locale = known_locale((invited or host).locale)
    told = Told(
        locale=locale,
        subject=say(locale, "notice.member_invited.subject", producer=producer.name),
        text=say(
            locale,
            "notice.member_invited.text",
            name=host.name,
            producer=producer.name,
            role=say(locale, f"notice.member_role.{invitation.role.value}"),
        ),
    )
    reader = Reader(
        key=f"{INVITATION}{invitation.id}",
        email=invitation.email,
        person_id=invited.id if invited else None,
        order_id=None,
    )
    blocks = (
        Block(quoted(told.text)),
        Block(say(locale, "notice.member_invited.open"), href=f"$base{_own(locale)}/chu-the/loi-moi?token=$token"),
        Block(say(locale, "notice.member_invited.stranger")),
    )
    return await write_notices(session, event_id, reader, told, blocks)


def _members(producer_id: UUID) -> Select[Person]:
    return (
        select(Person)
        .join(ProducerMember, ProducerMember.person_id == Person.id)
        .where(
            ProducerMember.producer_id == producer_id,
            ProducerMember.role != MemberRole.VIEWER,
            Person.disabled_at.is_(None),
        )
    )


def _told(locale: Locale, news: str, producer: str, reason: str, paper: str) -> Told:
    return Told(
        locale=locale,
        subject=say(locale, f"notice.{news}.subject", producer=producer),
        text=say(
            locale,
            f"notice.{news}.text",
            producer=producer,
            reason=reason or say(locale, "notice.paper_over"),
            paper=say(locale, f"notice.paper.{paper}") if paper else "",
        ),
    )


def _blocks(name: str, told: Told, path: str) -> tuple[Block, ...]:
    return (
        Block(say(told.locale, "notice.hello", name=quoted(name))),
        Block(quoted(told.text)),
        Block(say(told.locale, "notice.see_registration"), href=f"$base{_own(told.locale)}{path}"),
    )


def _own(locale: Locale) -> str:
    return "" if locale == DEFAULT else f"/{locale}"
