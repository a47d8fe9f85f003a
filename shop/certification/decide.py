"""Certify: write a decision down, and let it take the place of what ran before."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.errors import (
    CentreDecides,
    DecisionDateWrong,
    DistrictDecides,
    ProvinceDecides,
    StarsMismatch,
)
from shop.certification.events import CertificateGranted
from shop.certification.issuer_rules import FIRST_DAY, issuer_for
from shop.certification.lock import lock_certificate, lock_others
from shop.certification.models import Certificate, CertificateStatus, DatePrecision, IssuerLevel
from shop.certification.note import note_act, note_step
from shop.certification.paper import Paper, check_paper
from shop.certification.rules import MOVES, RECOGNISED, RUNNING, cut_short, follower_word, in_force_window
from shop.core.clock import today
from shop.core.outbox import publish
from shop.core.transitions import IllegalMove

POTENTIAL_STARS = 4
_WRONG_LEVEL = {
    IssuerLevel.DISTRICT: DistrictDecides,
    IssuerLevel.PROVINCE: ProvinceDecides,
    IssuerLevel.CENTRE: CentreDecides,
}


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision says. `issuer` in its own words (UBND thành phố Hà Nội); the day is Hà Nội's."""

    stars: int
    potential_five: bool
    decision_no: str
    decided_on: date
    issuer_level: IssuerLevel
    issuer: str | None = None
    reason: str | None = None
    paper: Paper = msgspec.field(default_factory=Paper)


async def certify(
    session: AsyncSession, actor_id: UUID, code: str, decision: Decision, *, version: int | None = None
) -> Certificate:
    """Certify the assessed dossier `code`; all gradings of its product are locked until the commit.

    What ran on that day becomes renewed, upgraded or regraded and holds until the day this one begins; the
    newest of them nobody has followed yet is named in `supersedes_id`.

    Raises:
        CertificateUnknown, CertificateChanged: see `lock_certificate`.
        IllegalMove: it is not assessed; said twice, the second is refused.
        DecisionDateWrong, StarsMismatch, DistrictDecides, ProvinceDecides, CentreDecides: the decision cannot be so.
        DocumentUnknown, DocumentDiffers: the paper given is not a stored one.
    """
    certificate = await lock_certificate(session, code, version)
    if certificate.status is not CertificateStatus.ASSESSED:  # the table's other ways to certified are amend.py's
        raise IllegalMove(current=certificate.status.value, to=CertificateStatus.CERTIFIED.value)
    check_issuer(decision.stars, decision.potential_five, decision.decided_on, decision.issuer_level)
    others = await lock_others(session, certificate)
    await check_day(session, decision.decided_on, earliest_day(certificate, others))
    document = await check_paper(session, decision.paper)
    _write(certificate, decision, document)
    note_step(session, certificate, actor_id, decision.reason, document_hash=document.hash)
    await _follow(session, actor_id, certificate, others, decision.decided_on)
    note_act(
        session,
        certificate,
        actor_id,
        "decide",
        stars=decision.stars,
        potential_five=decision.potential_five,
        decision_no=decision.decision_no,
        on=decision.decided_on.isoformat(),
        document=document.hash,
    )
    publish(
        session,
        CertificateGranted(
            certificate_id=certificate.id,
            registered_product_id=certificate.registered_product_id,
            version=certificate.version,
        ),
    )
    await session.flush()  # the sale predicate of this transaction sees it
    return certificate


def check_issuer(stars: int, potential_five: bool, decided_on: date, level: IssuerLevel) -> None:
    """Refuse what the dated rule does not allow.

    Raises:
        StarsMismatch, DecisionDateWrong, DistrictDecides, ProvinceDecides, CentreDecides: as their names say.
    """
    if potential_five and stars != POTENTIAL_STARS:
        raise StarsMismatch(field="potential_five")
    rule = issuer_for(stars, potential_five, decided_on)
    if rule is None:
        raise DecisionDateWrong(field="decided_on", earliest=f"{FIRST_DAY:%d/%m/%Y}", latest="…")
    if rule.level is not level:
        raise _WRONG_LEVEL[rule.level](field="issuer_level", day=f"{decided_on:%d/%m/%Y}", basis=rule.legal_basis)


async def check_day(session: AsyncSession, decided_on: date, earliest: date | None = None) -> None:
    """Refuse a decision of the future, or of a day before `earliest`.

    Raises:
        DecisionDateWrong: it is one.
    """
    now, first = await today(session), earliest or FIRST_DAY
    if not first <= decided_on <= now:
        raise DecisionDateWrong(field="decided_on", earliest=f"{first:%d/%m/%Y}", latest=f"{now:%d/%m/%Y}")


def earliest_day(certificate: Certificate, others: Sequence[Certificate]) -> date | None:
    """The day before which `certificate` would hold at the same time as another grading of its product.

    That is the newest of the days on which the others began, and of those on which one was taken back. A sample and
    what is real do not see each other.
    """
    same = [other for other in others if other.sample == certificate.sample and other.status in RECOGNISED]
    begun = [other.issued_on for other in same if other.issued_on is not None]
    taken = [_taken_back(other) for other in same]
    return max((*begun, *(day for day in taken if day is not None)), default=None)


def _taken_back(other: Certificate) -> date | None:
    """The day on which a certificate that had held was revoked."""
    start, until = other.in_force_from, other.in_force_until
    held = other.status is CertificateStatus.REVOKED and start is not None and until is not None and start < until
    return until if held else None


def _write(certificate: Certificate, decision: Decision, document: Paper) -> None:
    window = in_force_window(DatePrecision.DAY, decision.decided_on)
    assert window is not None, "a day gives a window"
    certificate.status = CertificateStatus.CERTIFIED
    certificate.stars, certificate.potential_five = decision.stars, decision.potential_five
    certificate.decision_no = decision.decision_no
    certificate.date_precision, certificate.issued_on = DatePrecision.DAY, decision.decided_on
    certificate.in_force_from, certificate.in_force_until = window
    certificate.issuer, certificate.issuer_level = decision.issuer, decision.issuer_level
    certificate.document_id, certificate.document_hash = document.id, document.hash


async def _follow(
    session: AsyncSession, actor_id: UUID, certificate: Certificate, others: Sequence[Certificate], day: date
) -> None:
    """Let `certificate` take the place of what still ran on `day`. A sample never ends what is real."""
    ended = [other for other in others if _ran(other, day) and (other.sample or not certificate.sample)]
    taken = set(
        await session.scalars(
            select(Certificate.supersedes_id)
            .where(Certificate.supersedes_id.is_not(None))
            .where(Certificate.registered_product_id == certificate.registered_product_id)
        )
    )
    for other in ended:
        word = follower_word((other.stars, other.potential_five), (certificate.stars, certificate.potential_five))
        MOVES.check(other.status, word)
        other.status = word
        if other.in_force_from is not None and other.in_force_until is not None:
            window = cut_short((other.in_force_from, other.in_force_until), day)
            other.in_force_until = window[1] if window else None
        note_step(session, other, actor_id, certificate.decision_no, successor_id=certificate.id)
    free = [other for other in ended if other.id not in taken]
    newest = max(free, key=lambda other: (other.issued_on or date.min, other.id), default=None)
    certificate.supersedes_id = newest.id if newest else None


def _ran(other: Certificate, day: date) -> bool:
    """Whether a grading was still running on `day`: by its dates where it has any, also if it lapsed since."""
    if other.in_force_until is None:
        return other.status in RUNNING
    return other.status in {*RUNNING, CertificateStatus.LAPSED} and day < other.in_force_until
