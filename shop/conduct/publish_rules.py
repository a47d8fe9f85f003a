"""Write the rules of livestreams anew, and publish them from a day on."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.conduct.errors import RulesDayWrong, RulesDraftMissing
from shop.conduct.models import LivestreamRules
from shop.core.audit import record_act
from shop.core.clock import now, today
from shop.core.errors import Invalid

_TURN = 7752  # advisory lock: who writes the draft and who publishes it follow one another


class RulesWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a version in both languages, and what is new in it."""

    text_vi: str
    text_en: str
    changes_vi: str
    changes_en: str


async def save_draft(session: AsyncSession, officer_id: UUID, words: RulesWords) -> None:
    """Keep the draft of the next version; it takes the place of the draft before. Safe to repeat.

    Raises:
        Invalid: a text is empty.
    """
    for name in words.__struct_fields__:
        if not getattr(words, name).strip():
            raise Invalid(field=name)
    draft = await _locked_draft(session)
    if draft is None:
        session.add(LivestreamRules(**msgspec.structs.asdict(words), written_by=officer_id))
    else:
        for name in words.__struct_fields__:
            setattr(draft, name, getattr(words, name))
        draft.written_by = officer_id
    record_act(session, officer_id, "conduct.draft_rules", "livestream_rules")


async def publish_rules(session: AsyncSession, officer_id: UUID, day: date) -> LivestreamRules:
    """Publish the draft as the next version, in force from `day` (Hà Nội) on; it never changes after.

    Two officers who press at once are told apart by the lock: the later finds no draft.

    Raises:
        RulesDraftMissing: there is no draft.
        RulesDayWrong: the day is past, or not after that of the version before.
    """
    draft = await _locked_draft(session)
    if draft is None:
        raise RulesDraftMissing
    last = (
        await session.execute(select(func.max(LivestreamRules.number), func.max(LivestreamRules.in_force_from)))
    ).one()
    if day < await today(session) or (last[1] is not None and day <= last[1]):
        raise RulesDayWrong(field="day")
    draft.number = (last[0] or 0) + 1
    draft.in_force_from, draft.published_at, draft.published_by = day, await now(session), officer_id
    await session.flush()  # the database has its word while the refusal can still be told
    record_act(session, officer_id, "conduct.publish_rules", f"livestream_rules:{draft.number}", day=day.isoformat())
    return draft


async def _locked_draft(session: AsyncSession) -> LivestreamRules | None:
    """The draft, read anew once whoever writes or publishes one is done."""
    await session.flush()  # what this transaction wrote before must not be read over
    await session.execute(select(func.pg_advisory_xact_lock(_TURN)))
    draft: LivestreamRules | None = await session.scalar(
        select(LivestreamRules).where(LivestreamRules.published_at.is_(None)).execution_options(populate_existing=True)
    )
    return draft
