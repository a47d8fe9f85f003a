"""Product groups of both decisions, and which of today's each older one became."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.models import ProductGroup
from shop.core.text import fold, slugify
from shop.samples.read import rows
from shop.samples.write import upsert

TODAY, BEFORE = "148", "1048"
LEVELS = ("group", "subgroup")  # criteria sets are no groups of goods
KEY = ("scheme", "code")

# Group of 1048 -> group of 148. Herbal goods, crafts and tourism changed their names; textiles fell to the crafts.
BECAME = {"1": "1", "2": "2", "3": "3", "4": "4", "5": "4", "6": "6"}
OLDER_NAMES = {"thu cong my nghe": "hang thu cong my nghe"}


async def load_groups(session: AsyncSession) -> dict[str, UUID]:
    """Write the groups; return today's by their folded name."""
    today = [_group(row, TODAY, None) for row in rows("product_groups") if _is_group(row, TODAY)]
    ids = await upsert(session, ProductGroup, today, KEY)
    before = [
        _group(row, BEFORE, ids.get((TODAY, BECAME[row["code"].partition(".")[0]])))
        for row in rows("product_groups")
        if _is_group(row, BEFORE)
    ]
    await upsert(session, ProductGroup, before, KEY)
    return {fold(row["name_vi"]): ids[TODAY, row["code"]] for row in today}


def group_today(name: str | None, groups: dict[str, UUID]) -> UUID | None:
    """Today's group of a name in the register, which may be an older name of it; None where none is stated."""
    folded = fold(name or "")
    return groups.get(OLDER_NAMES.get(folded, folded))


def _is_group(row: dict[str, str], scheme: str) -> bool:
    return row["level"] in LEVELS and row["scheme"].startswith(f"QĐ {scheme} ")


def _group(row: dict[str, str], scheme: str, today_id: UUID | None) -> dict[str, Any]:
    plain = row["name_vi"].partition(" (")[0]
    return {
        "scheme": scheme,
        "code": row["code"],
        "slug": slugify(plain),
        "name_vi": row["name_vi"],
        "name_en": row["name_en"],
        "parent_code": row["parent_code"] or None,
        "today_id": today_id,
        "source": row["source"],
    }
