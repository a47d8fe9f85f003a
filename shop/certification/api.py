"""Addresses of certificates."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.certification.errors import CertificateUnknown
from shop.certification.models import Certificate, CertificateHistory, CertificateStatus
from shop.certification.queries import RegisterEntry, certificates_of, entry_by_code, history_of
from shop.certification.revoke import revoke_certificate
from shop.certification.rules import Standing, missing_facts, standing, written_date
from shop.core.actor import Actor, Role
from shop.core.clock import today
from shop.core.text import Body, Reason
from shop.regions.models import Region

CodePath = Annotated[str, PathParameter(min_length=1, max_length=40)]


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """Something with an address and a name."""

    slug: str
    name: str


class RegionWritten(msgspec.Struct, frozen=True, kw_only=True):
    """The region as the decision writes it, and today's units; null where that is not certain."""

    commune: str | None
    district: str | None
    province: str | None
    district_unit: Named | None
    commune_today: Named | None


class HistoryOut(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened."""

    status: CertificateStatus
    at: datetime
    reason: str | None


class GradingOut(msgspec.Struct, frozen=True, kw_only=True):
    """Another grading of the same product, in short."""

    code: str
    status: Standing
    stars: int | None
    potential_five: bool
    issued_on: str | None
    sample: bool


class CertificateOut(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate. What no source states is null and named in `missing`; `valid_until` is the first day after.

    `stars` is null for a product that was only assessed; what was scored then stands in `scored_stars`.
    """

    code: str
    status: Standing
    stars: int | None
    potential_five: bool
    scored_stars: int | None
    decision_no: str | None
    issued_on: str | None
    valid_from: date | None
    valid_until: date | None
    product: Named
    producer: Named | None
    group: str | None
    region: RegionWritten
    confidence: str | None
    source: str | None
    sample: bool
    missing: list[str]
    history: list[HistoryOut]
    other_gradings: list[GradingOut]


class RevokeCertificate(Body):
    """Why a certificate is taken back; written in its history and in the audit log."""

    reason: Reason


@get("/{code:str}", operation_id="readCertificate", summary="What a certificate's code stands for")
async def read_certificate(session: NamedDependency[AsyncSession], code: CodePath) -> CertificateOut:
    """The certificate of a code as printed on a label or behind its QR; spaces, dashes and case do not matter."""
    return await _render(session, code)


@post(
    "/{code:str}/revoke",
    status_code=200,
    guards=[require_role(Role.OFFICER)],
    operation_id="revokeCertificate",
    summary="Take a certificate back (officers)",
)
async def revoke(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    code: CodePath,
    data: JSONBody[RevokeCertificate],
) -> CertificateOut:
    """Revoke the certificate; its product leaves list, cart and room within a second."""
    assert actor.person_id is not None
    await revoke_certificate(session, actor.person_id, code, data.reason)
    await session.flush()  # the answer shows what was just written
    return await _render(session, code)


async def _render(session: AsyncSession, code: str) -> CertificateOut:
    entry = await entry_by_code(session, code)
    if entry is None:
        raise CertificateUnknown
    day = await today(session)
    others = [one for one in await certificates_of(session, entry.product.id) if one.id != entry.certificate.id]
    history = await history_of(session, entry.certificate.id)
    return _certificate_out(entry, day, history, others)


def _certificate_out(
    entry: RegisterEntry, day: date, history: list[CertificateHistory], others: list[Certificate]
) -> CertificateOut:
    certificate, product = entry.certificate, entry.product
    assessed = certificate.status is CertificateStatus.ASSESSED
    return CertificateOut(
        code=certificate.code,
        status=standing(certificate.status, certificate.date_precision, certificate.issued_on, day),
        stars=None if assessed else certificate.stars,
        potential_five=certificate.potential_five and not assessed,
        scored_stars=certificate.stars if assessed else None,
        decision_no=certificate.decision_no,
        issued_on=written_date(certificate.date_precision, certificate.issued_on),
        valid_from=certificate.in_force_from,
        valid_until=certificate.in_force_until,
        product=Named(slug=product.slug, name=product.name),
        producer=Named(slug=entry.producer.slug, name=entry.producer.name) if entry.producer else None,
        group=entry.group.name_vi if entry.group else None,
        region=RegionWritten(
            commune=product.commune_written,
            district=product.district_written,
            province=product.province_written,
            district_unit=_named(entry.district),
            commune_today=_named(entry.commune),
        ),
        confidence=certificate.confidence,
        source=certificate.source_url,
        sample=certificate.sample,
        missing=missing_facts(
            stars=None if assessed else certificate.stars,
            decision_no=certificate.decision_no,
            precision=certificate.date_precision,
            producer=product.producer_id,
            district=product.district_written,
            commune=product.commune_written,
        ),
        history=[HistoryOut(status=one.status, at=one.created_at, reason=one.reason) for one in history],
        other_gradings=[_grading_out(one, day) for one in others],
    )


def _grading_out(one: Certificate, day: date) -> GradingOut:
    assessed = one.status is CertificateStatus.ASSESSED
    return GradingOut(
        code=one.code,
        status=standing(one.status, one.date_precision, one.issued_on, day),
        stars=None if assessed else one.stars,
        potential_five=one.potential_five and not assessed,
        issued_on=written_date(one.date_precision, one.issued_on),
        sample=one.sample,
    )


def _named(region: Region | None) -> Named | None:
    return Named(slug=region.slug, name=region.name) if region else None


routes = [Router("/api/v1/certificates", route_handlers=[read_certificate, revoke], tags=["certificates"])]
