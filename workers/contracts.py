"""Work around contracts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.contracts.content import contract_terms
from shop.contracts.freeze import freeze_contracts
from shop.orders.events import OrderPlaced
from workers.app import SETTINGS
from workers.subscribe import gathering_subscriber


@gathering_subscriber("contracts.freeze", "live")
async def freeze(session: AsyncSession, placed: Sequence[tuple[UUID, OrderPlaced]]) -> None:
    """Keep what the buyers were told."""
    await freeze_contracts(session, [event.order_id for _, event in placed], contract_terms(SETTINGS))
