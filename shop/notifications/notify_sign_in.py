"""Write the message with a one-time code; the digits are put in when it leaves."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.events import SignInCodeAsked
from shop.accounts.models import SignInCode
from shop.core.i18n import known_locale, say
from shop.notifications.blanks import SIGN_IN
from shop.notifications.letter import Block
from shop.notifications.rules import SIGN_IN_CODE
from shop.notifications.write import Reader, TextWords, Told, write_notices


async def tell_sign_in_code(session: AsyncSession, event_id: UUID, event: SignInCodeAsked) -> int:
    """Send a code to the address or number it was asked for; returns how many messages were new. Safe to repeat.

    A challenge that a newer one has replaced is told nothing.
    """
    asked = await session.scalar(select(SignInCode).where(SignInCode.challenge == event.challenge))
    if asked is None:
        return 0
    locale, by_mail = known_locale(asked.locale), "@" in asked.login
    told = Told(
        locale=locale, subject=say(locale, "notice.sign_in_code.subject"), text=say(locale, "notice.sign_in_code.text")
    )
    reader = Reader(
        key=f"{SIGN_IN}{asked.challenge}", email=asked.login if by_mail else None, person_id=None, order_id=None
    )
    text = None
    if not by_mail:
        words = say(locale, "text.sign_in_code")
        text = TextWords(phone=asked.login, news=SIGN_IN_CODE, words=words, facts={"otp": "$sign_in_code"})
    blocks = (Block(told.text), Block("$sign_in_code", big=True))
    return await write_notices(session, event_id, reader, told, blocks, text=text, in_app=False)
