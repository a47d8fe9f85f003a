"""Send an edit to the office."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.content import Content, checked, read_content
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.listings.errors import EditMoved, NotComplete, NothingChanged
from shop.listings.models import EditState, ListingEdit
from shop.listings.open_edit import lock_own_edit, require_active
from shop.listings.rules import EDIT_MOVES
from shop.listings.wished import over, wished


async def submit_edit(session: AsyncSession, actor: Actor, edit_id: UUID, version: int) -> ListingEdit:
    """Send the draft `version` for approval; until the office decides it cannot be changed.

    Raises:
        IllegalMove: it is with the office already, or decided.
        EditMoved: somebody saved something else meanwhile.
        NotComplete, Invalid: a field that buyers need is empty, or does not fit (see `checked`).
        NothingChanged: it says what is live.
        ProducerNotActive: the producer may not sell.
        NoSuchEdit, Unauthenticated, Forbidden: not the actor's.
    """
    product, edit = await lock_own_edit(session, actor, edit_id)
    EDIT_MOVES.check(edit.state, EditState.SUBMITTED)
    if edit.version != version:
        raise EditMoved(edit.version, [])
    await require_active(session, product.producer_id)
    live = await read_content(session, product.id)
    content = over(live, wished(edit))
    _refuse_incomplete(content)
    if product.published_at is not None and checked(content) == live:
        raise NothingChanged
    edit.state = EditState.SUBMITTED
    edit.submitted_at = await now(session)
    edit.version += 1
    record_act(session, actor.person_id, "listing.submit", product.slug, edit=str(edit.id), version=edit.version)
    return edit


def _refuse_incomplete(content: Content) -> None:
    """Refuse content that could not go live: as `checked`, and a Vietnamese summary that every buyer can read."""
    vi = checked(content).texts.get("vi")
    if vi is None or not vi.summary:
        raise NotComplete(field="texts.vi.summary")
