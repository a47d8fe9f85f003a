"""Put the page of one certificate together."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from shop.accounts.queries import names_of
from shop.certification.expire import SWEEP as EXPIRE_SWEEP
from shop.certification.issuer_rules import ISSUERS
from shop.certification.lapse import SWEEP as LAPSE_SWEEP
from shop.certification.models import Certificate, CertificateHistory, CertificateStatus
from shop.certification.queries import RegisterEntry, certificates_of, history_of
from shop.certification.rules import OPEN, RECOGNISED, RUNNING
from shop.core.clock import today
from shop.core.i18n import Locale, say
from shop.media.models import Asset
from shop.media.queries import documents_of
from shop.web import formats
from shop.web.pages.certificates import certificate_standing
from shop.web.pages.office.certificate_acts import allowed
from shop.web.pages.office.certificates import HERE, issued_in_words, until_of
from shop.web.pages.office.frame import office
from shop.web.pages.visit import Visit
from shop.web.views.office_certificates import CertificateForm, GradingRow, OfficeCertificatePage, StepRow

_MACHINES = {
    EXPIRE_SWEEP: "web.certwork.actor_sweep",
    LAPSE_SWEEP: "web.certwork.actor_sweep",
    "loader:register": "web.certwork.actor_register",
    "loader:demo": "web.certwork.actor_demo",
}


async def certificate_page(visit: Visit, entry: RegisterEntry) -> OfficeCertificatePage:
    """The page of `entry`, its forms holding what the register has."""
    certificate, day = entry.certificate, await today(visit.session)
    gradings = await certificates_of(visit.session, entry.product.id, unpublished=True)
    history = await history_of(visit.session, certificate.id)
    papers = await documents_of(visit.session, _digests(certificate, history))
    until = until_of(certificate, day)
    steps, acts = allowed(certificate.status)
    scored = certificate.status not in RECOGNISED
    return OfficeCertificatePage(
        site=visit.site,
        console=office(visit, HERE),
        code=certificate.code,
        version=certificate.version,
        product=entry.product.name,
        product_slug=entry.product.slug,
        producer=entry.producer.name if entry.producer else None,
        producer_slug=entry.producer.slug if entry.producer else None,
        standing=certificate_standing(certificate, day),
        status=certificate.status,
        stars=certificate.stars,
        potential_five=certificate.potential_five,
        until=None if scored else until,
        days_left=(until - day).days if until and until > day and not scored else None,
        facts=_facts(visit.locale, entry),
        digest=certificate.document_hash,
        document=certificate.document_hash in papers,
        history=await _steps(visit, history, {one.id: one.code for one in gradings}, papers),
        others=tuple(grading_row(visit.locale, one, day) for one in gradings if one.id != certificate.id),
        steps=steps,
        acts=acts,
        day_open=certificate.status in {*RUNNING, CertificateStatus.LAPSED},
        open_code=next((one.code for one in gradings if one.status in OPEN), None),
        rules=rules_in_words(visit.locale) if "decide" in acts or "amend" in acts else (),
        form=_form(certificate),
        sample=certificate.sample,
    )


def grading_row(locale: Locale, one: Certificate, day: date) -> GradingRow:
    """A certificate among the others of its product."""
    return GradingRow(
        code=one.code,
        standing=certificate_standing(one, day),
        stars=one.stars,
        potential_five=one.potential_five,
        decision_no=one.decision_no,
        issued_on=issued_in_words(locale, one),
        until=until_of(one, day),
    )


def rules_in_words(locale: Locale) -> tuple[str, ...]:
    """Who may certify which stars, since when and by which decision; the newest first."""
    return tuple(
        say(
            locale,
            "web.certwork.rule",
            since=formats.day(locale, each.valid_from),
            basis=each.legal_basis,
            three=say(locale, f"web.certwork.level.{each.levels[3].value}"),
            four=say(locale, f"web.certwork.level.{each.levels[4].value}"),
            five=say(locale, f"web.certwork.level.{each.levels[5].value}"),
        )
        for each in reversed(ISSUERS)
    )


def _form(certificate: Certificate) -> CertificateForm:
    """What a form begins with. A correction begins with what is written; a decision with what the dossier asks for."""
    grade = "potential" if certificate.potential_five else str(certificate.stars or "")
    return CertificateForm(grade=grade)


def _digests(certificate: Certificate, history: Sequence[CertificateHistory]) -> set[str]:
    found = {certificate.document_hash, *(step.document_hash for step in history)}
    return {digest for digest in found if digest}


def _facts(locale: Locale, entry: RegisterEntry) -> tuple[tuple[str, str], ...]:
    certificate, product = entry.certificate, entry.product
    level = certificate.issuer_level
    written = (product.commune_written, product.district_written, product.province_written)
    known = (
        ("decision_no", certificate.decision_no),
        ("decided_on", issued_in_words(locale, certificate)),
        ("issuer", certificate.issuer),
        ("issuer_level", say(locale, f"web.certwork.level.{level.value}") if level else None),
        ("group", entry.group.name_vi if entry.group else None),
        ("written", ", ".join(part for part in written if part)),
        ("today", entry.commune.name if entry.commune else None),
    )
    unknown = say(locale, "web.unknown.value")
    return tuple((say(locale, f"web.certwork.field.{name}"), value or unknown) for name, value in known)


async def _steps(
    visit: Visit, history: Sequence[CertificateHistory], codes: Mapping[UUID, str], papers: Mapping[str, Asset]
) -> tuple[StepRow, ...]:
    names = await names_of(visit.session, {found for step in history if (found := _person(step.actor))})
    return tuple(
        StepRow(
            status=step.status,
            at=step.created_at,
            actor=_actor(visit.locale, step.actor, names),
            reason=step.reason if step.actor not in _MACHINES else None,  # for the log: actor and word say it all
            digest=step.document_hash,
            document=step.document_hash in papers,
            successor=codes.get(step.successor_id) if step.successor_id else None,
        )
        for step in reversed(history)
    )


def _person(actor: str) -> UUID | None:
    try:
        return UUID(actor)
    except ValueError:
        return None


def _actor(locale: Locale, actor: str, names: Mapping[UUID, str]) -> str:
    """A person's name; what the calendar or a loader did is said to be theirs."""
    person_id = _person(actor)
    if person_id is not None:
        return names.get(person_id, say(locale, "web.certwork.actor_gone"))
    return say(locale, _MACHINES[actor]) if actor in _MACHINES else actor
