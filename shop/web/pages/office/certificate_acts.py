"""An officer's acts on a certificate as forms give them: what must be filled in, what is done, what it would do."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.amend import Amendment, amend_certificate
from shop.certification.decide import POTENTIAL_STARS, Decision, certify
from shop.certification.models import Certificate, CertificateStatus, IssuerLevel
from shop.certification.move import STEPS, move_dossier
from shop.certification.paper import Paper
from shop.certification.queries import ended_by
from shop.certification.revoke import revoke_certificate
from shop.certification.rules import MOVES, RECOGNISED
from shop.core.db import rehearsal
from shop.core.i18n import Locale, say
from shop.web import formats
from shop.web.pages.forms import Form
from shop.web.pages.producer.acts import read_date
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.office_certificates import CertificateForm

GRADES = {"3": (3, False), "4": (4, False), "potential": (POTENTIAL_STARS, True), "5": (5, False)}
TO = {act: status for status, act in STEPS.items()}
SIMPLE = ("submit", "assess", "return", "withdraw")
GRAVE = frozenset({"decide", "reject", "revoke"})  # confirmed by a second step
ACTS = (*SIMPLE, "decide", "reject", "revoke", "amend")
SHORTEST_REASON = 3
T = TypeVar("T")

_NEEDED = {
    "decide": ("grade", "decision_no", "decided_on", "issuer_level"),
    **dict.fromkeys((*TO, "revoke", "amend"), ("reason",)),
}


async def rehearse(visit: Visit, act: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Do `act` and take all of it back: what refuses it refuses now, before anybody confirms."""
    async with rehearsal(visit.sessions) as session:
        return await act(session)


def allowed(status: CertificateStatus) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The steps and the other acts that may follow on `status`."""
    steps = tuple(act for act in SIMPLE if MOVES.allows(status, TO[act]))
    acts = {
        "decide": status is CertificateStatus.ASSESSED,
        "reject": MOVES.allows(status, CertificateStatus.REJECTED),
        "amend": status in RECOGNISED,
        "revoke": MOVES.allows(status, CertificateStatus.REVOKED),
    }
    return steps, tuple(act for act, may in acts.items() if may)


def read_typed(form: Form) -> CertificateForm:
    """What was typed, bounded."""
    return CertificateForm(
        reason=form.text("reason", 300),
        grade=form.text("grade", 12),
        decision_no=form.text("decision_no", 60),
        decided_on=form.text("decided_on", 12),
        issuer=form.text("issuer", 300),
        issuer_level=form.text("issuer_level", 12),
        revoked_on=form.text("revoked_on", 12),
        document_id=form.text("document_id", 40),
        document_name=form.text("document_name", 120),
    )


def wrong_fields(locale: Locale, act: str, typed: CertificateForm) -> tuple[FieldError, ...]:
    """What is missing or cannot be read, by field."""
    wrong = [name for name in _NEEDED[act] if not getattr(typed, name)]
    if typed.grade and typed.grade not in GRADES:
        wrong.append("grade")
    if typed.issuer_level and typed.issuer_level not in set(IssuerLevel):
        wrong.append("issuer_level")
    if typed.reason and len(typed.reason) < SHORTEST_REASON:
        wrong.append("reason")
    wrong += [name for name in ("decided_on", "revoked_on") if _unread(getattr(typed, name))]
    return tuple(FieldError(field=name, message=say(locale, f"web.certwork.missing.{name}")) for name in wrong)


async def run(
    session: AsyncSession, officer_id: UUID, where: tuple[str, int | None], act: str, typed: CertificateForm
) -> Certificate:
    """Do `act` on the certificate `where` (code, and the version the form was written with)."""
    code, version = where
    paper = _paper(typed)
    if act in TO:
        return await move_dossier(session, officer_id, code, TO[act], typed.reason, paper=paper, version=version)
    if act == "decide":
        return await certify(session, officer_id, code, _decision(typed, paper), version=version)
    if act == "revoke":
        day = read_date(typed.revoked_on)
        return await revoke_certificate(
            session, officer_id, code, typed.reason, revoked_on=day, paper=paper, version=version
        )
    amendment = Amendment(
        decision_no=typed.decision_no or None,
        decided_on=read_date(typed.decided_on),
        issuer=typed.issuer or None,
        issuer_level=IssuerLevel(typed.issuer_level) if typed.issuer_level else None,
        paper=paper,
    )
    return await amend_certificate(session, officer_id, code, amendment, typed.reason, version=version)


async def effects_of(session: AsyncSession, locale: Locale, act: str, certificate: Certificate) -> tuple[str, ...]:
    """What an act that has just been done leads to, in words; asked in its own transaction."""
    if act == "reject":
        return (say(locale, "web.certwork.effect_reject"),)
    until = certificate.in_force_until
    end = formats.day(locale, until) if until else say(locale, "web.unknown.value")
    if act == "revoke":
        return say(locale, "web.certwork.effect_revoke"), say(locale, "web.certwork.effect_revoke_until", date=end)
    ended = [
        say(
            locale,
            "web.certwork.effect_ended",
            code=one.code,
            word=say(locale, f"web.certwork.status.{one.status.value}"),
            date=formats.day(locale, one.in_force_until) if one.in_force_until else say(locale, "web.unknown.value"),
        )
        for one in await ended_by(session, certificate.id)
    ]
    return say(locale, "web.certwork.effect_decide", date=end), *ended


def fields_of(typed: CertificateForm) -> tuple[tuple[str, str], ...]:
    """All that was typed, for hidden fields."""
    return tuple((name, getattr(typed, name)) for name in typed.__struct_fields__ if getattr(typed, name))


def with_paper(typed: CertificateForm, document_id: UUID, filename: str) -> CertificateForm:
    """The form with a paper that has just been stored."""
    return msgspec.structs.replace(typed, document_id=str(document_id), document_name=filename)


def _decision(typed: CertificateForm, paper: Paper) -> Decision:
    stars, potential_five = GRADES[typed.grade]
    day = read_date(typed.decided_on)
    assert day is not None, "wrong_fields lets only dates through"
    return Decision(
        stars=stars,
        potential_five=potential_five,
        decision_no=typed.decision_no,
        decided_on=day,
        issuer_level=IssuerLevel(typed.issuer_level),
        issuer=typed.issuer or None,
        reason=typed.reason or None,
        paper=paper,
    )


def _paper(typed: CertificateForm) -> Paper:
    try:
        return Paper(id=UUID(typed.document_id)) if typed.document_id else Paper()
    except ValueError:
        return Paper()


def _unread(text: str) -> bool:
    return bool(text) and read_date(text) is None
