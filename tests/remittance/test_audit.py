"""Books of cash on delivery that were changed past all guards are found."""

import pytest
from sqlalchemy import text

from shop.orders.audit import audit_books
from shop.remittance.apply_list import apply_list
from tests.make.remittance import brought, officer, sent


@pytest.fixture
async def handed_in(session):
    """An order of two parcels of which one was handed in, and the books agree."""
    _, _, (first, _), parcels = await brought(session)
    who = await officer(session)
    await apply_list(session, who, await sent(session, who, (first, parcels[0].amount)))
    assert await audit_books(session) == []


@pytest.mark.usefixtures("handed_in")
@pytest.mark.parametrize(
    "corruption",
    [
        "UPDATE cod_collection SET amount = amount + 1",
        "DELETE FROM cod_collection WHERE state = 'collected'",
        "UPDATE cod_collection SET holder = 'rider', carrier = NULL WHERE state = 'collected'",
        "UPDATE cod_collection SET handed_in = handed_in - 1 WHERE state = 'remitted'",
        "UPDATE remittance SET fee = fee + 1",
        "UPDATE payment SET state = 'remitted'",
    ],
)
async def test_each_corruption_is_found(session, corruption):
    await session.execute(text(corruption))

    assert "cash on delivery" in {found.check for found in await audit_books(session)}
