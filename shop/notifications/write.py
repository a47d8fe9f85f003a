"""Put notices down: one for each way to a reader, once for each event."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.i18n import Locale
from shop.core.text import squeeze
from shop.notifications.letter import Block, Letter, as_html, plain
from shop.notifications.models import Channel, Notice

_NO_TEXT: dict[str, object] = {"phone": None, "news": None, "facts": None}


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who is told: `key` is `person:<id>` or `order:<id>` (a guest reads on the order's page)."""

    key: str
    email: str | None
    person_id: UUID | None
    order_id: UUID | None


class TextWords(msgspec.Struct, frozen=True, kw_only=True):
    """A text to `phone` (E.164): its words, and the blanks of the template that `news` has at Zalo."""

    phone: str
    news: str
    words: str
    facts: dict[str, str]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The news in the reader's language: a subject and one or two sentences."""

    locale: Locale
    subject: str
    text: str


async def write_notices(
    session: AsyncSession,
    event_id: UUID,
    reader: Reader,
    told: Told,
    blocks: Sequence[Block],
    *,
    text: TextWords | None = None,
    in_app: bool = True,
) -> int:
    """Write the notice in the shop, an e-mail of `blocks` where there is an address, and the `text` if there is one.

    Returns how many were new.

    `(event_id, channel, reader)` is unique: a repeat writes nothing.
    """
    common: dict[str, object] = {
        "event_id": event_id,
        "reader": reader.key,
        "person_id": reader.person_id,
        "order_id": reader.order_id,
        "locale": told.locale,
        "subject": squeeze(told.subject),
    }
    rows = [common | _in_app(told)] if in_app else []
    if reader.email:
        letter = Letter(told.locale, told.subject, tuple(blocks))
        rows.append(common | _email(letter, reader.email))
    if text is not None:
        rows.append(common | _text(text))
    if not rows:
        return 0
    written = await session.scalars(insert(Notice).values(rows).on_conflict_do_nothing().returning(Notice.id))
    return len(written.all())


def _in_app(told: Told) -> dict[str, object]:
    return {
        "channel": Channel.IN_APP,
        **_NO_TEXT,
        "email": None,
        "body_text": told.text,
        "body_html": None,
        "next_try_at": None,
        "sent_at": shop_now(),
    }


def _email(letter: Letter, address: str) -> dict[str, object]:
    return {
        "channel": Channel.EMAIL,
        **_NO_TEXT,
        "email": address,
        "body_text": plain(letter),
        "body_html": as_html(letter),
        "next_try_at": shop_now(),
        "sent_at": None,
    }


def _text(text: TextWords) -> dict[str, object]:
    return {
        "channel": Channel.TEXT,
        "phone": text.phone,
        "news": text.news,
        "facts": text.facts,
        "email": None,
        "body_text": text.words,
        "body_html": None,
        "next_try_at": shop_now(),
        "sent_at": None,
    }
