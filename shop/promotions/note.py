"""Note what orders will take of campaigns and vouchers once they are paid."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.errors import Refusal
from shop.promotions.models import PromotionUse
from shop.promotions.take import Taking, refused_alone


async def note_promotions(session: AsyncSession, wanted: Mapping[UUID, Sequence[Taking]]) -> dict[UUID, Refusal]:
    """Write down what each order will take, as given back already: `retake_promotions` takes it later.

    Nothing is locked or counted. Orders that could not have it even now are returned with their refusals.
    """
    refused = await refused_alone(session, wanted)
    noted = [taking for order_id, takings in wanted.items() if order_id not in refused for taking in takings]
    if not noted:
        return refused
    moment = await now(session)
    rows = [
        {
            "order_id": taking.order_id,
            "allowance_id": taking.allowance_id,
            "voucher_id": taking.voucher_id,
            "kind": taking.kind,
            "pieces": taking.pieces,
            "amount": taking.amount,
            "buyers": list(taking.buyers),
            "released_at": moment,
        }
        for taking in noted
    ]
    await session.execute(insert(PromotionUse), rows)
    return refused
