"""Write notices to the winners of a lucky draw."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.i18n import DEFAULT, Locale, known_locale, say
from shop.games.events import DrawDrawn
from shop.games.models import Draw, DrawEntry, DrawWinner
from shop.markets.models import LiveSession
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, TextWords, Told, write_notices

NEWS = "draw_won"


async def tell_draw_winners(session: AsyncSession, event_id: UUID, event: DrawDrawn) -> int:
    """Tell each winner, by account or a guest by a text; returns how many notices were new. Safe to repeat."""
    rows = await session.execute(
        select(DrawEntry, Draw, LiveSession.title, Person)
        .join(DrawWinner, DrawWinner.entry_id == DrawEntry.id)
        .join(Draw, Draw.id == DrawEntry.draw_id)
        .join(LiveSession, LiveSession.id == Draw.session_id)
        .outerjoin(Person, (Person.id == DrawEntry.person_id) & Person.disabled_at.is_(None))
        .where(Draw.id == event.draw_id)
        .order_by(DrawWinner.rank)
    )
    written = 0
    for entry, draw, stall, account in rows:
        person: Person | None = account
        locale = known_locale(entry.locale if person is None else person.locale)
        facts = {"prize": draw.prize, "stall": stall, "ticket": entry.ticket, "code": draw.code}
        told = Told(
            locale=locale,
            subject=say(locale, "notice.draw_won.subject", **facts),
            text=say(locale, "notice.draw_won.text", **facts),
        )
        if person is not None:
            reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
            written += await write_notices(session, event_id, reader, told, _blocks(person.name, told, draw.code))
        elif entry.person_id is None and entry.phone is not None:
            reader = Reader(key=f"draw:{entry.id}", email=None, person_id=None, order_id=None)
            text = _text(entry.phone, locale, facts)
            written += await write_notices(session, event_id, reader, told, (), text=text, in_app=False)
    return written


def _text(phone: str, locale: Locale, facts: dict[str, str]) -> TextWords:
    path = "" if locale == DEFAULT else f"/{locale}"
    link = f"$base{path}/quay-thuong/{facts['code']}"
    words = say(locale, "notice.draw_won.sms", ticket=facts["ticket"], code=facts["code"], link=link)
    return TextWords(phone=phone, news=NEWS, words=words, facts=facts)


def _blocks(name: str, told: Told, code: str) -> tuple[Block, ...]:
    path = "" if told.locale == DEFAULT else f"/{told.locale}"
    return (
        Block(say(told.locale, "notice.hello", name=quoted(name))),
        Block(quoted(told.text)),
        Block(say(told.locale, "notice.see_draw"), href=f"$base{path}/quay-thuong/{code}"),
    )
