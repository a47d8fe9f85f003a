"""Send waiting messages to browsers: claim, send, mark. At least once; a browser shows a repeat in its place."""

import time
from uuid import UUID

from sqlalchemy import select, update

from config.settings import Settings
from shop.core.clock import shop_now
from shop.core.db import Sessions, short
from shop.notifications.blanks import blanks_of
from shop.notifications.claims import TIME_LIMIT, Waiting, claim, give_back, note_refusal, note_sent
from shop.notifications.letter import fill
from shop.notifications.models import Channel
from shop.notifications.notify_reminder import PUSH
from shop.reminders.models import PushAddress
from shop.reminders.push_gateway import Browser, PushGateway, PushRefused


async def deliver_pushes(sessions: Sessions, gateway: PushGateway, settings: Settings, limit: int = 50) -> int:
    """Send at most `limit` waiting messages; returns how many arrived. No row is locked while one is sent."""
    async with short(sessions) as session:
        claimed = await claim(session, Channel.PUSH, limit)
    sent, until = 0, time.monotonic() + TIME_LIMIT
    for at, waiting in enumerate(claimed):
        if time.monotonic() > until:
            await give_back(sessions, claimed[at:])
            break
        sent += await _send(sessions, gateway, waiting, settings)
    return sent


async def _send(sessions: Sessions, gateway: PushGateway, waiting: Waiting, settings: Settings) -> bool:
    notice = waiting.notice
    address_id = UUID(notice.reader.removeprefix(PUSH))
    async with short(sessions) as session:
        address = await session.scalar(
            select(PushAddress).where(PushAddress.id == address_id, PushAddress.gone_at.is_(None))
        )
    if address is None:
        await note_refusal(sessions, notice, "the browser takes no messages any more", for_good=True)
        return False
    browser = Browser(endpoint=address.endpoint, p256dh=address.p256dh, auth=address.auth)
    try:
        message = fill(notice.body_text, blanks_of(notice, settings))
        await gateway.send(browser, message.encode(), waiting.at)
    except PushRefused as refused:
        if refused.gone:
            await _forget(sessions, address_id)
        await note_refusal(sessions, notice, str(refused), for_good=refused.gone)
        return False
    await note_sent(sessions, notice)
    return True


async def _forget(sessions: Sessions, address_id: UUID) -> None:
    async with short(sessions) as session:
        await session.execute(update(PushAddress).where(PushAddress.id == address_id).values(gone_at=shop_now()))
