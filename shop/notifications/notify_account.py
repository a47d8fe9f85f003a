"""Write notices about accounts."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.events import SignUpRepeated
from shop.accounts.models import Person
from shop.core.i18n import DEFAULT, known_locale, say
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices


async def tell_sign_up(session: AsyncSession, event_id: UUID, event: SignUpRepeated) -> int:
    """Tell a person that an account with their address was asked for; returns how many notices were new.

    Safe to repeat; an account that is closed or gone is told nothing.
    """
    person = await session.get(Person, event.person_id)
    if person is None or person.disabled_at is not None:
        return 0
    locale = known_locale(person.locale)
    told = Told(
        locale=locale,
        subject=say(locale, "notice.sign_up_repeated.subject"),
        text=say(locale, "notice.sign_up_repeated.text"),
    )
    reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
    own = "" if locale == DEFAULT else f"/{locale}"
    blocks = (
        Block(say(locale, "notice.hello", name=quoted(person.name))),
        Block(told.text),
        Block(say(locale, "notice.sign_up_repeated.open"), href=f"$base{own}/dang-nhap"),
    )
    return await write_notices(session, event_id, reader, told, blocks)
