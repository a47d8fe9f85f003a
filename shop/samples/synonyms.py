"""Load the packaged synonyms of search."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Synonym
from shop.catalog.rules import phrase_of
from shop.samples.read import rows
from shop.samples.write import add_rows


async def load_synonyms(session: AsyncSession) -> None:
    """Write the packaged pairs that are not there; what officers have added stays. Safe to repeat."""
    await add_rows(session, Synonym, [_synonym(row) for row in rows("synonyms")])


def _synonym(row: dict[str, str]) -> dict[str, str]:
    pair = sorted((phrase_of(row[side]), row[side]) for side in ("phrase", "means"))
    (phrase, phrase_shown), (means, means_shown) = pair
    return {
        "phrase": phrase,
        "means": means,
        "phrase_shown": phrase_shown,
        "means_shown": means_shown,
        "source": row["source"],
    }
