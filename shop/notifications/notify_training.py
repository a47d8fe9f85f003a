"""Write notices to learners and hosts."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.i18n import DEFAULT, Locale, known_locale, say
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.training.events import (
    IdentityDeclined,
    IdentityRevoked,
    IdentityVerified,
    LicenceGranted,
    LicenceRevoked,
    SeatGiven,
    TrainingFacts,
)
from shop.training.models import Course, CourseSession

NEWS: dict[type[TrainingFacts], str] = {
    SeatGiven: "seat_given",
    LicenceGranted: "licence_granted",
    LicenceRevoked: "licence_revoked",
    IdentityVerified: "identity_verified",
    IdentityDeclined: "identity_declined",
    IdentityRevoked: "identity_revoked",
}


async def tell_learner(session: AsyncSession, event_id: UUID, event: TrainingFacts) -> int:
    """Tell the person it is about, in their language; returns how many notices were new. Safe to repeat."""
    person = await session.get(Person, event.person_id)
    if person is None or person.disabled_at is not None:
        return 0
    locale, news = known_locale(person.locale), NEWS[type(event)]
    facts = await _facts(session, event, locale)
    told = Told(
        locale=locale,
        subject=say(locale, f"notice.{news}.subject", **facts),
        text=say(locale, f"notice.{news}.text", **facts),
    )
    reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
    path = "" if locale == DEFAULT else f"/{locale}"
    blocks = (
        Block(say(locale, "notice.hello", name=quoted(person.name))),
        Block(quoted(told.text)),
        Block(say(locale, "notice.see_training"), href=f"$base{path}/toi/dao-tao"),
    )
    return await write_notices(session, event_id, reader, told, blocks)


async def _facts(session: AsyncSession, event: TrainingFacts, locale: Locale) -> dict[str, object]:
    """What a sentence needs."""
    if isinstance(event, SeatGiven | LicenceGranted):
        row = await session.execute(
            select(Course.title_vi, Course.title_en, CourseSession.days)
            .join(CourseSession, CourseSession.course_id == Course.id)
            .where(CourseSession.id == event.session_id)
        )
        title_vi, title_en, days = row.one()
        until = f"{event.expires_on:%d/%m/%Y}" if isinstance(event, LicenceGranted) else ""
        return {"course": title_en if locale == "en" else title_vi, "day": f"{days[0]:%d/%m/%Y}", "until": until}
    if isinstance(event, LicenceRevoked | IdentityDeclined | IdentityRevoked):
        return {"reason": event.reason}
    return {}
