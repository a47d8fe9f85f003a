"""What holds a host back at the start beside identity and licence, and what is kept of the start."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.conduct.errors import AdNotConfirmed, RulesNotAccepted, SessionStopped
from shop.conduct.models import Opening
from shop.conduct.queries import accepted_at, confirmed_variants, rules_in_force, stop_of
from shop.conduct.rules import GoodsKind, needs_confirmation
from shop.core.clock import local, today
from shop.markets.models import LiveSession
from shop.training.models import HostIdentity, Licence
from shop.training.rules import holds_on


async def open_lawfully(session: AsyncSession, live: LiveSession, moment: datetime) -> None:
    """Let a session go on air under the rules of the day, and keep what was known of its host.

    The caller holds the session's lock and has asked `may_go_on_air`.

    Raises:
        SessionStopped: the authority stopped this session.
        RulesNotAccepted: the host has not accepted the rules in force.
    """
    stop = await stop_of(session, live.id)
    if stop is not None:
        raise SessionStopped(document=stop.document_no)
    day = local(moment).date()
    rules = await rules_in_force(session, day)
    accepted = None if rules is None else await accepted_at(session, live.host_id, rules.id)
    if rules is not None and accepted is None:
        raise RulesNotAccepted(number=rules.number)
    known = await session.scalar(select(HostIdentity).where(HostIdentity.person_id == live.host_id))
    licences = await session.scalars(
        select(Licence).where(Licence.person_id == live.host_id, Licence.revoked_at.is_(None)).order_by(Licence.id)
    )
    held = [one.id for one in licences if holds_on(one.granted_on, one.expires_on, day)]
    row = {
        "session_id": live.id,
        "host_id": live.host_id,
        "document": known.document if known else None,
        "verified_at": known.decided_at if known else None,
        "licence_id": held[-1] if held else None,
        "rules_number": rules.number if rules else None,
        "accepted_at": accepted,
    }
    await session.execute(insert(Opening).values(row).on_conflict_do_nothing())


async def check_advertised(session: AsyncSession, variant_id: UUID, kinds: tuple[GoodsKind, ...]) -> None:
    """Refuse to show goods whose advertising must be confirmed and is not; nothing is asked for other goods.

    Raises:
        AdNotConfirmed: no paper on file holds today.
    """
    if not kinds or not needs_confirmation(await today(session), kinds):
        return
    if variant_id not in await confirmed_variants(session, [variant_id]):
        raise AdNotConfirmed(field="variant")
