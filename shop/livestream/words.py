"""Banned words, kept by the office for all rooms; every comment asks the list, so a change counts at once."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.text import squeeze
from shop.livestream.errors import WordKnown, WordUnknown, WordUnreadable
from shop.livestream.models import RoomWord
from shop.livestream.words_rules import LONGEST_WORD, ban_key, forbids, read_words


async def add_word(session: AsyncSession, actor_id: UUID, word: str) -> RoomWord:
    """Ban a word or a phrase of at most four; of two officers who add the same, the later is told.

    Raises:
        WordUnreadable: it has no words, or too many or too long ones.
        WordKnown: it is banned.
    """
    written = squeeze(word).lower()
    folded = ban_key(written)
    if not folded or len(written) > LONGEST_WORD:
        raise WordUnreadable(field="word")
    made: RoomWord | None = await session.scalar(
        insert(RoomWord)
        .values(word=written, folded=folded, made_by=actor_id)
        .on_conflict_do_nothing()
        .returning(RoomWord)
    )
    if made is None:
        raise WordKnown(field="word")
    record_act(session, actor_id, "livestream.add_word", made.id, word=written)
    return made


async def remove_word(session: AsyncSession, actor_id: UUID, word_id: UUID) -> None:
    """Let a word be said again.

    Raises:
        WordUnknown: somebody else has removed it.
    """
    gone: RoomWord | None = await session.scalar(delete(RoomWord).where(RoomWord.id == word_id).returning(RoomWord))
    if gone is None:
        raise WordUnknown
    record_act(session, actor_id, "livestream.remove_word", word_id, word=gone.word)


async def banned_words(session: AsyncSession, limit: int) -> list[RoomWord]:
    """At most `limit` banned words by the alphabet."""
    return list(await session.scalars(select(RoomWord).order_by(RoomWord.word).limit(limit)))


async def words_in(session: AsyncSession, said: Sequence[str]) -> list[str]:
    """The banned words that stand in any of `said`; one indexed read."""
    readings = [read_words(text) for text in said]
    candidates = [candidate for reading in readings for candidate in reading.candidates]
    found = await session.scalars(select(RoomWord.word).where(RoomWord.folded.in_(candidates)).order_by(RoomWord.word))
    return [word for word in found if any(forbids(word, reading) for reading in readings)]
