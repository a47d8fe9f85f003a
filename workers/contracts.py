"""Work around contracts."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.contracts.content import contract_terms
from shop.contracts.freeze import freeze_contract
from shop.orders.errors import OrderUnknown
from shop.orders.events import OrderPlaced
from workers.app import SETTINGS
from workers.subscribe import subscriber


@subscriber("contracts.freeze", "live")
async def freeze(session: AsyncSession, _event_id: UUID, event: OrderPlaced) -> None:
    """Keep what the buyer was told. An order that was purged needs no contract."""
    try:
        await freeze_contract(session, event.order_id, contract_terms(SETTINGS))
    except OrderUnknown:
        return
