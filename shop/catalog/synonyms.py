"""Synonyms of search, kept by officers: read from the table by every search, so a change counts at once everywhere."""

from uuid import UUID

from sqlalchemy import delete, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.errors import NoSuchSynonym, SamePhrase, SynonymKnown
from shop.catalog.models import Synonym
from shop.catalog.rules import MAX_PHRASE, phrase_of
from shop.catalog.understand import Understood
from shop.core.audit import record_act
from shop.core.text import squeeze


async def add_synonym(session: AsyncSession, actor_id: UUID, left: str, right: str) -> Synonym:
    """Let two phrases of one to four words find each other; of two officers who add the same, the later is told.

    Raises:
        SamePhrase: to search they are the same already, or one has no words or too many.
        SynonymKnown: the pair is there.
    """
    pair = sorted((phrase_of(shown), squeeze(shown).lower()) for shown in (left, right))
    (phrase, phrase_shown), (means, means_shown) = pair
    if phrase == means or not all(0 < len(words.split()) <= MAX_PHRASE for words in (phrase, means)):
        raise SamePhrase(field="phrase")
    row = {"phrase": phrase, "means": means, "phrase_shown": phrase_shown, "means_shown": means_shown}
    made: Synonym | None = await session.scalar(
        insert(Synonym).values(**row, source=f"officer:{actor_id}").on_conflict_do_nothing().returning(Synonym)
    )
    if made is None:
        raise SynonymKnown(field="phrase")
    record_act(session, actor_id, "catalog.add_synonym", made.id, phrase=phrase_shown, means=means_shown)
    note_change(session, None, "synonyms")
    return made


async def remove_synonym(session: AsyncSession, actor_id: UUID, synonym_id: UUID) -> None:
    """Let two phrases no longer find each other.

    Raises:
        NoSuchSynonym: somebody else has removed it.
    """
    gone: Synonym | None = await session.scalar(delete(Synonym).where(Synonym.id == synonym_id).returning(Synonym))
    if gone is None:
        raise NoSuchSynonym
    record_act(
        session, actor_id, "catalog.remove_synonym", synonym_id, phrase=gone.phrase_shown, means=gone.means_shown
    )
    note_change(session, None, "synonyms")


async def find_synonyms(session: AsyncSession, words: str, limit: int) -> list[Synonym]:
    """At most `limit` synonyms in which `words` stand (none: all), by their phrase."""
    wanted = select(Synonym).order_by(Synonym.phrase, Synonym.means).limit(limit)
    phrase = phrase_of(words)
    if phrase:
        wanted = wanted.where(
            or_(Synonym.phrase.contains(phrase, autoescape=True), Synonym.means.contains(phrase, autoescape=True))
        )
    return list(await session.scalars(wanted))


async def count_synonyms(session: AsyncSession) -> int:
    """How many pairs there are."""
    return await session.scalar(select(func.count()).select_from(Synonym)) or 0


async def synonyms_used(session: AsyncSession, asked: Understood) -> list[tuple[str, str]]:
    """The synonyms a search also looks for, as people write them: what was typed, what may stand for it."""
    pairs = {tuple(sorted(pair)): pair for pair in asked.others}
    if not pairs:
        return []
    rows = await session.scalars(
        select(Synonym)
        .where(tuple_(Synonym.phrase, Synonym.means).in_(list(pairs)))
        .order_by(Synonym.phrase, Synonym.means)
    )
    return [
        (row.phrase_shown, row.means_shown)
        if pairs[row.phrase, row.means][0] == row.phrase
        else (row.means_shown, row.phrase_shown)
        for row in rows
    ]
