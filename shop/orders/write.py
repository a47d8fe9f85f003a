"""Write new orders with all that belongs to them: fixed statements, as this is the path every buyer takes."""

from collections.abc import Sequence

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.ids import new_code
from shop.core.outbox import publish_all
from shop.orders.draft import Draft
from shop.orders.events import OrderPlaced
from shop.orders.extras import columns_of
from shop.orders.facts import order_facts
from shop.orders.models import OrderExtra
from shop.orders.rules import CODE_PREFIX
from shop.payments.open_payment import Due, open_payments
from shop.payments.rules import is_prepaid

_WRITE = text(sql("orders/write"))

_ORDER = (
    "id", "created_at", "code", "status", "person_id", "session_id", "contact_name", "contact_phone",
    "contact_email", "locale", "delivery", "place_id", "address_line", "address_commune_id", "payment_method",
    "subtotal", "shipping", "discount", "total", "confirmed_age", "hold_expires_at",
    "pickup_code_hash", "version", "sample", "unheld", "deposit", "deposit_kept",
)  # fmt: skip
_PARCEL = ("id", "order_id", "producer_id", "place_id", "number", "reason", "amount", "deposit")
_LINE = (
    "order_id", "parcel_id", "variant_id", "place_id", "campaign_id", "product_name", "variant_name", "unit",
    "quantity", "price", "total", "discount", "producer_discount",
)  # fmt: skip


async def write_orders(session: AsyncSession, drafts: Sequence[Draft], actor: str, request_ids: Sequence[str]) -> None:
    """Insert orders with all that belongs to them, and what they owe, and tell that they were placed.

    `request_ids` are those of the requests that asked, order by order. Codes that are taken are drawn again.
    """
    if not drafts:
        return
    left = list(drafts)
    while left:
        rows = await session.execute(_WRITE, {**_columns(left), "actor": actor})
        written = {row[0] for row in rows}
        left = [draft for draft in left if draft.order.id not in written]
        for draft in left:
            draft.order.code = new_code(CODE_PREFIX)
    extras = [{"order_id": draft.order.id, **columns_of(draft.extras)} for draft in drafts if draft.extras is not None]
    if extras:
        await session.execute(insert(OrderExtra), extras)
    dues = [Due(draft.order.id, draft.order.payment_method, draft.order.total, draft.order.deposit) for draft in drafts]
    await open_payments(session, dues, actor)
    events = [
        OrderPlaced(
            **order_facts(draft.order, draft.lines), prepaid=is_prepaid(draft.order.payment_method, draft.order.total)
        )
        for draft in drafts
    ]
    await publish_all(session, list(zip(events, request_ids, strict=True)))


def _columns(drafts: Sequence[Draft]) -> dict[str, object]:
    lines = [line for draft in drafts for line in draft.lines]
    parcels = [parcel for draft in drafts for parcel in draft.parcels]
    facts: dict[str, object] = {name: [getattr(draft.order, name) for draft in drafts] for name in _ORDER}
    facts |= {f"parcel_{name}": [getattr(parcel, name) for parcel in parcels] for name in _PARCEL}
    return facts | {f"line_{name}": [getattr(line, name) for line in lines] for name in _LINE}
