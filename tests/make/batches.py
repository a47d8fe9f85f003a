"""Batches for tests."""

from datetime import timedelta
from itertools import count

from shop.batches.models import Batch
from shop.core.clock import today
from shop.core.ids import new_code
from tests.make import accounts

_numbers = count(1)


async def batch(session, variant, *, age=10, lasts=90, place=None, made_by=None, **fields) -> Batch:
    """A batch made `age` days ago, best before `lasts` days after; with `lasts=None` it does not spoil."""
    made = await today(session) - timedelta(days=age)
    by = made_by or await accounts.person(session)
    row = Batch(
        code=new_code("LO"),
        variant_id=variant.id,
        place_id=place.id if place else None,
        lot=f"L{next(_numbers)}",
        produced_on=made,
        best_before=None if lasts is None else made + timedelta(days=lasts),
        made_by=by.id,
        **fields,
    )
    session.add(row)
    await session.flush()
    return row
