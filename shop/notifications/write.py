"""Put notices down: one for each way to a reader, once for each event."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.i18n import Locale
from shop.core.text import squeeze
from shop.notifications.letter import Block, Letter, as_html, plain
from shop.notifications.models import Channel

_WRITE = text(sql("notifications/write"))  # as text: SQLAlchemy compiles an INSERT of several rows anew each time


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
    asked = {"rows": msgspec.json.encode(rows).decode(), "in_app": Channel.IN_APP.value}
    written = await session.scalars(_WRITE, asked)
    return len(written.all())


def _in_app(told: Told) -> dict[str, object]:
    return {"channel": Channel.IN_APP, "body_text": told.text}


def _email(letter: Letter, address: str) -> dict[str, object]:
    return {"channel": Channel.EMAIL, "email": address, "body_text": plain(letter), "body_html": as_html(letter)}


def _text(words: TextWords) -> dict[str, object]:
    return {
        "channel": Channel.TEXT,
        "phone": words.phone,
        "news": words.news,
        "facts": words.facts,
        "body_text": words.words,
    }
