"""Units for tests."""

from itertools import count

from shop.core.text import slugify
from shop.regions.models import Region, RegionLevel, RegionSuccession

_numbers = count(1)


async def region(session, short_name, kind="xã", level=RegionLevel.COMMUNE, **fields) -> Region:
    """A unit; give valid_from or valid_to to place it in time."""
    made = Region(
        level=level,
        code=fields.pop("code", f"u{next(_numbers)}"),
        name=f"{kind.capitalize()} {short_name}",
        kind=kind,
        short_name=short_name,
        slug=slugify(short_name),
        source="test",
        **fields,
    )
    session.add(made)
    await session.flush()
    return made


async def became(session, old, *new, default=0):
    """Let `old` become `new`; more than one means that it was divided."""
    session.add_all(
        RegionSuccession(old_id=old.id, new_id=each.id, divided=len(new) > 1, is_default=at == default, source="test")
        for at, each in enumerate(new)
    )
    await session.flush()
