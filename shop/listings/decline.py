"""An officer sends an edit back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.outbox import publish
from shop.listings.errors import EditMoved
from shop.listings.events import ListingDeclined
from shop.listings.models import EditState, ListingEdit
from shop.listings.open_edit import lock_edit
from shop.listings.rules import EDIT_MOVES


async def decline_edit(
    session: AsyncSession, officer_id: UUID, edit_id: UUID, version: int, reason: str
) -> ListingEdit:
    """Decline the edit `version` with a reason its producer reads; what is live stays as it is.

    Raises:
        NoSuchEdit: no edit has this id.
        IllegalMove: it is not with the office.
        EditMoved: the producer took it back and sent something else.
    """
    product, edit = await lock_edit(session, edit_id)
    EDIT_MOVES.check(edit.state, EditState.DECLINED)
    if edit.version != version:
        raise EditMoved(edit.version, [])
    edit.state, edit.reason = EditState.DECLINED, reason
    edit.decided_by, edit.decided_at = officer_id, await now(session)
    edit.version += 1
    record_act(session, officer_id, "listing.decline", product.slug, edit=str(edit.id), reason=reason)
    publish(session, ListingDeclined(edit_id=edit.id, product_id=product.id, version=edit.version))
    return edit
