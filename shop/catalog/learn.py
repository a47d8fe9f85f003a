"""Learn the words and names of what is on sale, for corrections and suggestions."""

from functools import cache

from sqlalchemy import TextClause, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.listing import spelled
from shop.catalog.models import CatalogChange, LearnedWords, Product
from shop.catalog.queries import listable
from shop.core.db import sql

# changes of no word
_WORDLESS = ("price", "in_stock", "out_of_stock", "on_air", "off_air", "synonyms", "sold", "places")


async def keep_words(session: AsyncSession) -> int:
    """`learn_words` where the catalogue has changed since it last ran; 0 where it has not. Safe to repeat."""
    newest = select(func.max(CatalogChange.id)).where(CatalogChange.reason.not_in(_WORDLESS))
    last = await session.scalar(newest) or 0
    known = await session.scalar(select(LearnedWords.change_id))
    if known is not None and known >= last:
        return 0
    changed = await learn_words(session)
    note = insert(LearnedWords).values(singleton=True, change_id=last)
    await session.execute(
        note.on_conflict_do_update(index_elements=["singleton"], set_={"change_id": note.excluded.change_id})
    )
    return changed


async def learn_words(session: AsyncSession) -> int:
    """Bring words and names up to date with what is on sale now; return how many changed.

    Reads products without a lock: no writer waits. Two at once would do the same work twice; the sweep runs alone.
    """
    words = await session.scalar(_statement("catalog/learn_words"))
    names = await session.scalar(_statement("catalog/learn_names"))
    return int(words or 0) + int(names or 0)


@cache
def _statement(name: str) -> TextClause:
    return text(sql(name).format(sold=f"product.grade > 0 AND {spelled(Product, listable())}"))
