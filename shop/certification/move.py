"""Carry a dossier one step on: submit, return, withdraw, score, reject. One act with different ends."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.lock import lock_certificate
from shop.certification.models import Certificate, CertificateStatus
from shop.certification.note import note_act, note_step, tell_move
from shop.certification.paper import Paper, check_paper
from shop.certification.rules import MOVES

STEPS = {
    CertificateStatus.SUBMITTED: "submit",
    CertificateStatus.RETURNED: "return",
    CertificateStatus.WITHDRAWN: "withdraw",
    CertificateStatus.ASSESSED: "assess",
    CertificateStatus.REJECTED: "reject",
}


async def move_dossier(
    session: AsyncSession,
    actor_id: UUID,
    code: str,
    to: CertificateStatus,
    reason: str,
    *,
    paper: Paper | None = None,
    version: int | None = None,
) -> Certificate:
    """Bring the dossier `code` to `to`, one of `STEPS`; its rows are locked until the commit.

    A rejected five-star dossier leaves the four stars beside it as they are: they are another certificate.

    Raises:
        CertificateUnknown, CertificateChanged: see `lock_certificate`.
        DocumentUnknown, DocumentDiffers: the paper given is not a stored one.
        IllegalMove: the dossier is elsewhere; said twice, the second is refused.
    """
    certificate = await lock_certificate(session, code, version)
    MOVES.check(certificate.status, to)
    document = await check_paper(session, paper or Paper())
    certificate.status = to
    note_step(session, certificate, actor_id, reason, document_hash=document.hash)
    note_act(session, certificate, actor_id, STEPS[to], reason=reason, document=document.hash)
    tell_move(session, certificate)
    await session.flush()  # the next reader of this transaction sees the step
    return certificate
