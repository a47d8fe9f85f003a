"""Correct what was written down wrongly of a decision; the history keeps both."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.decide import check_day, check_issuer
from shop.certification.errors import DateSettled, NothingAmended
from shop.certification.lock import lock_certificate, lock_others
from shop.certification.models import (
    Certificate,
    CertificateHistory,
    CertificateNotice,
    CertificateStatus,
    DatePrecision,
    IssuerLevel,
)
from shop.certification.note import note_act, note_step, tell_move
from shop.certification.paper import Paper, check_paper
from shop.certification.rules import (
    FOLLOWED,
    MOVES,
    RECOGNISED,
    RUNNING,
    Window,
    cut_short,
    in_force_window,
    share_days,
)
from shop.core.clock import today
from shop.core.transitions import IllegalMove


class Amendment(msgspec.Struct, frozen=True, kw_only=True):
    """The right values; None: as it was. Stars are not corrected: other stars are another decision."""

    decision_no: str | None = None
    decided_on: date | None = None
    issuer: str | None = None
    issuer_level: IssuerLevel | None = None
    paper: Paper = msgspec.field(default_factory=Paper)


async def amend_certificate(
    session: AsyncSession, actor_id: UUID, code: str, amendment: Amendment, reason: str, *, version: int | None = None
) -> Certificate:
    """Correct facts of the certified `code`; one more line of history holds old and new. Rows are locked.

    A corrected day moves the window, ends what it followed on the new day, and brings an expiring or lapsed one
    back to certified when it turns out to run on; notices are then due anew.

    Raises:
        CertificateUnknown, CertificateChanged: see `lock_certificate`.
        IllegalMove: it was never certified.
        DateSettled: the day of a followed or revoked one, or one by which two gradings would hold at once.
        NothingAmended: nothing differs.
        DecisionDateWrong, DistrictDecides, ProvinceDecides, CentreDecides, DocumentUnknown, DocumentDiffers.
    """
    certificate = await lock_certificate(session, code, version)
    if certificate.status not in RECOGNISED:
        raise IllegalMove(current=certificate.status.value, to=CertificateStatus.CERTIFIED.value)
    document = await check_paper(session, amendment.paper)
    new = _differing(certificate, amendment, document)
    if not new:
        raise NothingAmended
    old = {name: getattr(certificate, name) for name in new}
    await _check(session, certificate, new)
    for name, value in new.items():
        setattr(certificate, name, value)
    if "issued_on" in new:
        await _move_window(session, certificate, actor_id, reason)
    changes = "; ".join(f"{name}: {old[name] or '-'} → {new[name]}" for name in new if name != "document_id")
    note_step(session, certificate, actor_id, f"{reason} ({changes})", document_hash=document.hash)
    said = {name: [None if old[name] is None else str(old[name]), str(new[name])] for name in new}
    note_act(session, certificate, actor_id, "amend", reason=reason, **said)
    tell_move(session, certificate)
    await session.flush()  # the next reader of this transaction sees the correction
    return certificate


def _differing(certificate: Certificate, amendment: Amendment, document: Paper) -> dict[str, Any]:
    wanted = {
        "decision_no": amendment.decision_no or None,
        "issued_on": amendment.decided_on,
        "issuer": amendment.issuer or None,
        "issuer_level": amendment.issuer_level,
        "document_id": document.id,
        "document_hash": document.hash,
    }
    new = {name: value for name, value in wanted.items() if value is not None and value != getattr(certificate, name)}
    if amendment.decided_on is not None and certificate.date_precision is not DatePrecision.DAY:
        new["issued_on"] = amendment.decided_on  # the first of January, where only the year was known
    return new


async def _check(session: AsyncSession, certificate: Certificate, new: dict[str, Any]) -> None:
    if "issued_on" in new and certificate.status not in {*RUNNING, CertificateStatus.LAPSED}:
        raise DateSettled
    day, level = new.get("issued_on", certificate.issued_on), new.get("issuer_level", certificate.issuer_level)
    exact = "issued_on" in new or certificate.date_precision is DatePrecision.DAY
    if {"issued_on", "issuer_level"} & set(new) and day and level and certificate.stars and exact:
        check_issuer(certificate.stars, certificate.potential_five, day, level)
    if "issued_on" in new and day is not None:
        ended = await _ended_by(session, certificate)
        begun = [other.issued_on for other in ended if other.issued_on is not None]
        await check_day(session, day, max(begun, default=None))
        await _keep_apart(session, certificate, day, ended)


async def _keep_apart(session: AsyncSession, certificate: Certificate, day: date, ended: list[Certificate]) -> None:
    """Refuse a day by which it would hold beside another grading it did not hold beside before."""
    new = in_force_window(DatePrecision.DAY, day)
    for other in await lock_others(session, certificate):
        if other in ended or other.sample != certificate.sample or other.status not in RECOGNISED:
            continue
        held = _window(other)
        if share_days(new, held) and not share_days(_window(certificate), held):
            raise DateSettled


def _window(certificate: Certificate) -> Window | None:
    start, until = certificate.in_force_from, certificate.in_force_until
    return None if start is None or until is None else (start, until)


async def _move_window(session: AsyncSession, certificate: Certificate, actor_id: UUID, reason: str) -> None:
    certificate.date_precision = DatePrecision.DAY
    window = in_force_window(DatePrecision.DAY, certificate.issued_on)
    assert window is not None, "a day gives a window"
    certificate.in_force_from, certificate.in_force_until = window
    for other in await _ended_by(session, certificate):
        shorter = cut_short(in_force_window(other.date_precision, other.issued_on), window[0])
        if shorter is not None:
            old, other.in_force_until = other.in_force_until, shorter[1]
            said = f"{reason} (in_force_until: {old or '-'} → {shorter[1]})"
            note_step(session, other, actor_id, said, successor_id=certificate.id)
    if certificate.status is not CertificateStatus.CERTIFIED and window[1] > await today(session):
        MOVES.check(certificate.status, CertificateStatus.CERTIFIED)
        certificate.status = CertificateStatus.CERTIFIED
    await session.execute(delete(CertificateNotice).where(CertificateNotice.certificate_id == certificate.id))


async def _ended_by(session: AsyncSession, certificate: Certificate) -> list[Certificate]:
    """What this certificate followed, locked."""
    followed = set(
        await session.scalars(
            select(CertificateHistory.certificate_id).where(CertificateHistory.successor_id == certificate.id)
        )
    )
    others = await lock_others(session, certificate)
    return [other for other in others if other.id in followed and other.status in FOLLOWED]
