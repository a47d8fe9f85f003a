"""Send waiting e-mail: claim, send, mark. At least once; a repeat carries the same Message-ID."""

import time

from config.settings import Settings
from shop.core.db import Sessions, short
from shop.notifications.blanks import blanks_of
from shop.notifications.claims import TIME_LIMIT, Waiting, claim, give_back, note_refusal, note_sent
from shop.notifications.letter import fill, fill_html
from shop.notifications.mailer_gateway import Mail, Mailer, MailRefused
from shop.notifications.models import Channel


async def deliver_mail(sessions: Sessions, mailer: Mailer, settings: Settings, limit: int = 20) -> int:
    """Send at most `limit` waiting e-mails; returns how many were taken. No row is locked while mail is sent.

    A claim is the time of the next try: whoever dies in between has only delayed its mail.
    """
    async with short(sessions) as session:
        claimed = await claim(session, Channel.EMAIL, limit)
    sent, until = 0, time.monotonic() + TIME_LIMIT
    for at, waiting in enumerate(claimed):
        if time.monotonic() > until:
            await give_back(sessions, claimed[at:])
            break
        try:
            await mailer.send(_mail(waiting, settings))
        except MailRefused as refused:
            await note_refusal(sessions, waiting.notice, str(refused), for_good=refused.for_good)
        else:
            await note_sent(sessions, waiting.notice)
            sent += 1
    return sent


def _mail(waiting: Waiting, settings: Settings) -> Mail:
    notice, blanks = waiting.notice, blanks_of(waiting.notice, settings)
    return Mail(
        id=notice.id,
        to=notice.email or "",
        locale=notice.locale,
        subject=notice.subject,
        text=fill(notice.body_text, blanks),
        html=fill_html(notice.body_html or "", blanks),
        at=waiting.at,
    )
