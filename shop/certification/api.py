"""Addresses of certificates."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.certification.errors import CertificateUnknown
from shop.certification.figures import Axis, Count, register_figures
from shop.certification.models import Certificate, CertificateHistory, CertificateStatus, IssuerLevel
from shop.certification.queries import RegisterEntry, certificates_of, entry_by_code, history_of
from shop.certification.rules import RECOGNISED, Standing, in_force_window, missing_facts, standing, written_date
from shop.core.actor import Actor, Role
from shop.core.clock import today
from shop.regions.models import Region

OFFICERS = frozenset({Role.OFFICER, Role.ADMIN})
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

    @classmethod
    def of(cls, entry: RegisterEntry) -> "RegionWritten":
        """The region of a register entry."""
        product = entry.product
        return cls(
            commune=product.commune_written,
            district=product.district_written,
            province=product.province_written,
            district_unit=_named(entry.district),
            commune_today=_named(entry.commune),
        )


class HistoryOut(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened."""

    status: CertificateStatus
    at: datetime
    reason: str | None
    document_hash: str | None  # SHA-256 of the paper behind the step
    successor: str | None  # code of what took its place

    @classmethod
    def of(cls, step: CertificateHistory, codes: Mapping[UUID, str]) -> "HistoryOut":
        """A step; `codes` are those of the product's gradings that may be shown."""
        return cls(
            status=step.status,
            at=step.created_at,
            reason=step.reason,
            document_hash=step.document_hash,
            successor=codes.get(step.successor_id) if step.successor_id else None,
        )


class GradingOut(msgspec.Struct, frozen=True, kw_only=True):
    """Another grading of the same product, in short."""

    code: str
    status: Standing
    stars: int | None
    potential_five: bool
    issued_on: str | None
    sample: bool

    @classmethod
    def of(cls, one: Certificate, day: date) -> "GradingOut":
        """The grading as it stands on `day`."""
        assessed = one.status not in RECOGNISED
        return cls(
            code=one.code,
            status=_standing(one, day),
            stars=None if assessed else one.stars,
            potential_five=one.potential_five and not assessed,
            issued_on=written_date(one.date_precision, one.issued_on),
            sample=one.sample,
        )


class CertificateOut(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate. What no source states is null and named in `missing`; `valid_until` is the first day after.

    `decided_until` is the end the decision gave: a revocation or a later decision moves `valid_until` before it.
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
    decided_until: date | None
    issuer: str | None
    issuer_level: IssuerLevel | None
    document_hash: str | None
    supersedes: str | None
    superseded_by: str | None
    version: int
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


@get("/{code:str}", operation_id="readCertificate", summary="What a certificate's code stands for")
async def read_certificate(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath
) -> CertificateOut:
    """The certificate of a code as printed on a label or behind its QR; spaces, dashes and case do not matter.

    Dossiers nobody has decided on are shown to officers alone.
    """
    return await render_certificate(session, code, unpublished=bool(actor.roles & OFFICERS))


async def render_certificate(session: AsyncSession, code: str, *, unpublished: bool) -> CertificateOut:
    """The answer about a certificate, with open dossiers of its product for officers.

    Raises:
        CertificateUnknown: no certificate has this code, or nobody but officers may read it.
    """
    entry = await entry_by_code(session, code, unpublished=unpublished)
    if entry is None:
        raise CertificateUnknown
    day = await today(session)
    gradings = await certificates_of(session, entry.product.id, unpublished=unpublished)
    history = await history_of(session, entry.certificate.id)
    return _certificate_out(entry, day, history, gradings)


def _certificate_out(
    entry: RegisterEntry, day: date, history: list[CertificateHistory], gradings: list[Certificate]
) -> CertificateOut:
    certificate, product = entry.certificate, entry.product
    assessed = certificate.status not in RECOGNISED
    codes = {one.id: one.code for one in gradings}
    window = in_force_window(certificate.date_precision, certificate.issued_on)
    return CertificateOut(
        code=certificate.code,
        status=_standing(certificate, day),
        stars=None if assessed else certificate.stars,
        potential_five=certificate.potential_five and not assessed,
        scored_stars=certificate.stars if assessed else None,
        decision_no=certificate.decision_no,
        issued_on=written_date(certificate.date_precision, certificate.issued_on),
        valid_from=certificate.in_force_from,
        valid_until=certificate.in_force_until,
        decided_until=window[1] if window and not assessed else None,
        issuer=certificate.issuer,
        issuer_level=certificate.issuer_level,
        document_hash=certificate.document_hash,
        supersedes=codes.get(certificate.supersedes_id) if certificate.supersedes_id else None,
        superseded_by=next((one.code for one in gradings if one.supersedes_id == certificate.id), None),
        version=certificate.version,
        product=Named(slug=product.slug, name=product.name),
        producer=Named(slug=entry.producer.slug, name=entry.producer.name) if entry.producer else None,
        group=entry.group.name_vi if entry.group else None,
        region=RegionWritten.of(entry),
        confidence=certificate.confidence,
        source=certificate.source_url,
        sample=certificate.sample,
        missing=_missing(entry),
        history=[HistoryOut.of(step, codes) for step in history],
        other_gradings=[GradingOut.of(one, day) for one in gradings if one.id != certificate.id],
    )


def _missing(entry: RegisterEntry) -> list[str]:
    certificate, product = entry.certificate, entry.product
    return missing_facts(
        stars=certificate.stars if certificate.status in RECOGNISED else None,
        decision_no=certificate.decision_no,
        precision=certificate.date_precision,
        producer=product.producer_id,
        district=product.district_written,
        commune=product.commune_written,
    )


def _standing(one: Certificate, day: date) -> Standing:
    return standing(one.status, one.date_precision, one.issued_on, day, one.in_force_until)


def _named(region: Region | None) -> Named | None:
    return Named(slug=region.slug, name=region.name) if region else None


class CountOut(msgspec.Struct, frozen=True, kw_only=True):
    """`recognitions` are certificates; `ever`, `valid`, `undated` products. See the docs of `certification.figures`."""

    recognitions: int
    ever: int
    valid: int
    undated: int

    @classmethod
    def of(cls, count: Count) -> "CountOut":
        """The count as the API says it."""
        return cls(recognitions=count.recognitions, ever=count.ever, valid=count.valid, undated=count.undated)


class SliceOut(msgspec.Struct, frozen=True, kw_only=True):
    """The count of one value; `key` is `unknown` where no source states it."""

    key: str
    label: str
    count: CountOut


class FiguresOut(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of the register as of a day, samples left out."""

    as_of: date
    by: Axis
    total: CountOut
    slices: list[SliceOut]


@get("/figures", operation_id="registerFigures", summary="Ever recognised and still valid, as of any day")
async def read_figures(
    session: NamedDependency[AsyncSession], as_of: FromQuery[date | None] = None, by: FromQuery[Axis] = Axis.STARS
) -> FiguresOut:
    """The register as of `as_of` (today), divided by stars, district, province, group or year of the decision."""
    found = await register_figures(session, as_of or await today(session), by)
    return FiguresOut(
        as_of=found.as_of,
        by=by,
        total=CountOut.of(found.total),
        slices=[SliceOut(key=one.key, label=one.label, count=CountOut.of(one.count)) for one in found.slices],
    )


routes = [
    Router("/api/v1/certificates", route_handlers=[read_certificate], tags=["certificates"]),
    Router("/api/v1/register", route_handlers=[read_figures], tags=["certificates"]),
]
