"""Send waiting e-mail: claim, send, mark. At least once; a repeat carries the same Message-ID."""

import time
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.clock import now, shop_now
from shop.core.db import Sessions, short
from shop.notifications.letter import fill, fill_html
from shop.notifications.mailer_gateway import Mail, Mailer, MailRefused
from shop.notifications.models import Channel, Notice
from shop.notifications.notify_registration import INVITATION
from shop.notifications.rules import TRIES, pause_after
from shop.orders.rules import order_token, pickup_code
from shop.producers.rules import invitation_token

TIME_LIMIT = 60.0  # seconds of one round; a slow server gets the rest in the next

log = structlog.get_logger("shop.notifications")


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """An e-mail this process has claimed, its blanks still open."""

    notice: Notice
    at: datetime


async def deliver_mail(sessions: Sessions, mailer: Mailer, settings: Settings, limit: int = 20) -> int:
    """Send at most `limit` waiting e-mails; returns how many were taken. No row is locked while mail is sent.

    A claim is the time of the next try: whoever dies in between has only delayed its mail.
    """
    async with short(sessions) as session:
        claimed = await _claim(session, limit)
    sent, until = 0, time.monotonic() + TIME_LIMIT
    for at, waiting in enumerate(claimed):
        if time.monotonic() > until:
            await _give_back(sessions, claimed[at:])
            break
        try:
            await mailer.send(_mail(waiting, settings))
        except MailRefused as refused:
            await _note_refusal(sessions, waiting.notice, refused)
        else:
            await _note_sent(sessions, waiting.notice.id)
            sent += 1
    return sent


async def _claim(session: AsyncSession, limit: int) -> Sequence[Waiting]:
    moment = await now(session)
    notices = (
        await session.scalars(
            select(Notice)
            .where(
                Notice.channel == Channel.EMAIL,
                Notice.sent_at.is_(None),
                Notice.given_up_at.is_(None),
                Notice.next_try_at <= shop_now(),
            )
            .order_by(Notice.next_try_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    ).all()
    for notice in notices:
        notice.attempts += 1
        notice.next_try_at = moment + pause_after(notice.attempts)
    return [Waiting(notice=notice, at=moment) for notice in notices]


def _mail(waiting: Waiting, settings: Settings) -> Mail:
    """Put in what the database does not hold: the address of the shop, the order's token and its pickup code."""
    notice = waiting.notice
    blanks = {"base": settings.base_url}
    if notice.order_id is not None:
        blanks["token"] = order_token(settings.secret_key, notice.order_id)
        blanks["pickup_code"] = pickup_code(settings.secret_key, notice.order_id)
    if notice.reader.startswith(INVITATION):
        blanks["token"] = invitation_token(settings.secret_key, UUID(notice.reader.removeprefix(INVITATION)))
    return Mail(
        id=notice.id,
        to=notice.email or "",
        locale=notice.locale,
        subject=notice.subject,
        text=fill(notice.body_text, blanks),
        html=fill_html(notice.body_html or "", blanks),
        at=waiting.at,
    )


async def _give_back(sessions: Sessions, unsent: Sequence[Waiting]) -> None:
    ids = [waiting.notice.id for waiting in unsent]
    async with short(sessions) as session:
        await session.execute(
            update(Notice).where(Notice.id.in_(ids)).values(attempts=Notice.attempts - 1, next_try_at=shop_now())
        )


async def _note_sent(sessions: Sessions, notice_id: UUID) -> None:
    async with short(sessions) as session:
        await session.execute(update(Notice).where(Notice.id == notice_id).values(sent_at=shop_now(), error=None))


async def _note_refusal(sessions: Sessions, notice: Notice, refused: MailRefused) -> None:
    values: dict[str, object] = {"error": str(refused)[:500]}
    if refused.for_good or notice.attempts >= TRIES:
        values["given_up_at"] = shop_now()
    async with short(sessions) as session:
        await session.execute(update(Notice).where(Notice.id == notice.id).values(values))
    log.warning("mail not sent", notice=str(notice.id), try_=notice.attempts, given_up="given_up_at" in values)
