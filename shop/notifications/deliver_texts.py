"""Send waiting texts: Zalo first, SMS where Zalo does not reach. At least once; a repeat has the same tracking id."""

import time
from collections.abc import Mapping, Sequence

from sqlalchemy import update

from config.settings import Settings
from shop.core.db import Sessions, short
from shop.notifications.blanks import blanks_of
from shop.notifications.claims import TIME_LIMIT, Waiting, claim, give_back, note_refusal, note_sent
from shop.notifications.letter import fill
from shop.notifications.models import Channel, Notice, Via
from shop.notifications.rules import is_too_late, sms_words
from shop.notifications.sms_gateway import SmsTexter
from shop.notifications.texter import FolderTexter, Text, Texter, TextRefused
from shop.notifications.zalo_gateway import ZaloTexter


def make_texters(settings: Settings, sessions: Sessions) -> Sequence[Texter]:
    """The ways the settings name, the first to be tried first; with none named the sandbox."""
    ways: list[Texter] = []
    if settings.zalo_app_id:
        ways.append(ZaloTexter(settings, sessions))
    if settings.sms_url:
        ways.append(SmsTexter(settings))
    return ways or [FolderTexter(settings.text_dir)]


async def deliver_texts(sessions: Sessions, ways: Sequence[Texter], settings: Settings, limit: int = 20) -> int:
    """Send at most `limit` waiting texts; returns how many were taken. No row is locked while a text is sent."""
    async with short(sessions) as session:
        claimed = await claim(session, Channel.TEXT, limit)
    sent, until = 0, time.monotonic() + TIME_LIMIT
    for at, waiting in enumerate(claimed):
        if time.monotonic() > until:
            await give_back(sessions, claimed[at:])
            break
        sent += await _send(sessions, waiting, ways, settings)
    return sent


async def _send(sessions: Sessions, waiting: Waiting, ways: Sequence[Texter], settings: Settings) -> bool:
    """Try the ways that are open to a text, one after the other; whether one took it."""
    notice = waiting.notice
    if is_too_late(notice.news or "", notice.created_at, waiting.at):
        await note_refusal(sessions, notice, "too late to be of use", for_good=True)
        return False
    open_ways = [way for way in ways if notice.via in {None, way.via}] or list(ways)
    for at, way in enumerate(open_ways):
        try:
            await way.send(_text(notice, settings))
        except TextRefused as refused:
            if refused.elsewhere and at + 1 < len(open_ways):
                await _go_on_by(sessions, notice, open_ways[at + 1].via)
                continue
            await note_refusal(sessions, notice, str(refused), for_good=refused.for_good)
            return False
        await note_sent(sessions, notice, via=way.via)
        return True
    return False


async def _go_on_by(sessions: Sessions, notice: Notice, via: Via) -> None:
    """Remember the way that is left, so that a later try does not ask the first again."""
    async with short(sessions) as session:
        await session.execute(update(Notice).where(Notice.id == notice.id).values(via=via))


def _text(notice: Notice, settings: Settings) -> Text:
    blanks = blanks_of(notice, settings)
    facts: Mapping[str, str] = notice.facts or {}
    return Text(
        id=notice.id,
        to=notice.phone or "",
        locale=notice.locale,
        news=notice.news or "",
        body=sms_words(fill(notice.body_text, blanks), plain=settings.sms_plain),
        facts={name: fill(value, blanks) for name, value in facts.items()},
    )
