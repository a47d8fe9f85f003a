"""Who may go on air: an identity that is verified and a licence in force, on the day of the start."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Refusal
from shop.training.errors import (
    HostIdentityDeclined,
    HostIdentityLapsed,
    HostIdentityMissing,
    HostIdentityRevoked,
    HostIdentityWaiting,
    HostLicenceLapsed,
    HostLicenceMissing,
    HostLicenceRevoked,
)
from shop.training.models import HostIdentity, IdentityState, Licence
from shop.training.rules import holds_on


async def may_go_on_air(session: AsyncSession, person_id: UUID, day: date) -> None:
    """Let a host begin to sell live on `day` (Hà Nội): Law 122/2025/QH15, article 24, and the programme's course.

    What was read is share-locked until the commit: a revocation stands wholly before a start or wholly after it. It is
    asked at the start alone; what ends while a session runs does not cut it.

    Raises:
        HostIdentityMissing, HostIdentityWaiting, HostIdentityDeclined, HostIdentityRevoked, HostIdentityLapsed,
        HostLicenceMissing, HostLicenceLapsed, HostLicenceRevoked: what is missing.
    """
    refusal = await why_not_on_air(session, person_id, day, lock=True)
    if refusal is not None:
        raise refusal


async def why_not_on_air(session: AsyncSession, person_id: UUID, day: date, *, lock: bool = False) -> Refusal | None:
    """The first thing a host lacks on `day`; None: they may go on air."""
    identities = select(HostIdentity).where(HostIdentity.person_id == person_id)
    licences = (
        select(Licence).where(Licence.person_id == person_id).order_by(Licence.granted_on.desc(), Licence.id.desc())
    )
    if lock:
        identities, licences = identities.with_for_update(read=True), licences.with_for_update(read=True)
    anew = {"populate_existing": True}
    known = await session.scalar(identities, execution_options=anew)
    lacking = _identity_lacks(known, day)
    return lacking or _licence_lacks((await session.scalars(licences, execution_options=anew)).all(), day)


def _identity_lacks(known: HostIdentity | None, day: date) -> Refusal | None:
    if known is None or known.state is IdentityState.UNVERIFIED:
        return HostIdentityMissing()
    if known.state is IdentityState.SUBMITTED:
        return HostIdentityWaiting()
    if known.state is IdentityState.DECLINED:
        return HostIdentityDeclined(reason=known.reason)
    if known.state is IdentityState.REVOKED:
        return HostIdentityRevoked(reason=known.reason)
    if known.expires_on is not None and known.expires_on <= day:
        return HostIdentityLapsed(day=f"{known.expires_on:%d/%m/%Y}")
    return None


def _licence_lacks(licences: Sequence[Licence], day: date) -> Refusal | None:
    """Any that holds will do; else the newest says why."""
    if any(one.revoked_at is None and holds_on(one.granted_on, one.expires_on, day) for one in licences):
        return None
    past = [one for one in licences if one.granted_on <= day]
    if not past:
        return HostLicenceMissing()
    if past[0].revoked_at is not None:
        return HostLicenceRevoked(reason=past[0].revoked_reason)
    return HostLicenceLapsed(day=f"{past[0].expires_on:%d/%m/%Y}")
