"""Take a licence to go on air back."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.clock import shop_now
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.training.errors import LicenceUnknown, OwnLicence
from shop.training.events import LicenceRevoked
from shop.training.models import Licence


async def revoke_licence(session: AsyncSession, officer_id: UUID, licence_id: UUID, reason: str) -> None:
    """Revoke a licence for good, with a reason its holder reads. Safe to repeat: the first reason stays.

    A session that is on air goes on; the next cannot start. A start that has read the licence is waited for.

    Raises:
        LicenceUnknown: there is none.
        OwnLicence: it is the officer's own.
    """
    licence = await session.scalar(
        select(Licence)
        .where(Licence.id == licence_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if licence is None:
        raise LicenceUnknown
    if licence.person_id == officer_id:
        raise OwnLicence
    if licence.revoked_at is not None:
        return
    said = {"revoked_at": shop_now(), "revoked_by": officer_id, "revoked_reason": squeeze(reason)}
    taken = update(Licence).where(Licence.id == licence_id).values(said)
    await session.execute(taken.execution_options(synchronize_session=False))
    publish(session, LicenceRevoked(person_id=licence.person_id, reason=squeeze(reason)))
    record_act(session, officer_id, "training.revoke", str(licence_id), reason=squeeze(reason))
