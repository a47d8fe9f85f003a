"""Take an edit back from the office, or throw a draft away."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.listings.models import EditState, ListingEdit
from shop.listings.open_edit import lock_own_edit
from shop.listings.rules import EDIT_MOVES


async def withdraw_edit(session: AsyncSession, actor: Actor, edit_id: UUID) -> ListingEdit:
    """Make a submitted edit a draft again, so that it can be changed; officers no longer see it.

    Raises:
        IllegalMove: it is not with the office.
        NoSuchEdit, Unauthenticated, Forbidden: not the actor's.
    """
    product, edit = await lock_own_edit(session, actor, edit_id)
    EDIT_MOVES.check(edit.state, EditState.DRAFT)
    edit.state, edit.submitted_at = EditState.DRAFT, None
    edit.version += 1
    record_act(session, actor.person_id, "listing.withdraw", product.slug, edit=str(edit.id))
    return edit


async def discard_edit(session: AsyncSession, actor: Actor, edit_id: UUID) -> ListingEdit:
    """Throw a draft away; what is live stays.

    Raises:
        IllegalMove: it is no draft.
        NoSuchEdit, Unauthenticated, Forbidden: not the actor's.
    """
    product, edit = await lock_own_edit(session, actor, edit_id)
    EDIT_MOVES.check(edit.state, EditState.WITHDRAWN)
    edit.state = EditState.WITHDRAWN
    edit.version += 1
    record_act(session, actor.person_id, "listing.discard", product.slug, edit=str(edit.id))
    return edit
