"""Who looks after which vouchers."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import Forbidden, Unauthenticated
from shop.http.errors import BadInput
from shop.producers.guards import is_officer, require_member
from shop.producers.models import MemberRole
from shop.promotions.models import VoucherKind


async def require_keeper(session: AsyncSession, actor: Actor, kind: VoucherKind, producer_id: UUID | None) -> None:
    """Let editors of the producer make and end its vouchers, and the programme office the others.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: somebody else is.
        BadInput: a producer's voucher names none, or another kind names one.
    """
    if not actor.signed_in:
        raise Unauthenticated
    if (kind is VoucherKind.PRODUCER) != (producer_id is not None):
        raise BadInput("kind", "promotions.kind_wrong")
    if producer_id is not None:
        await require_member(session, actor, producer_id, MemberRole.EDITOR)
    elif not is_officer(actor):
        raise Forbidden
