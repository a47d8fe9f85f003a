"""Addresses at which officers carry a certificate through its life."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Router, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.certification.amend import Amendment, amend_certificate
from shop.certification.api import CertificateOut, CodePath, render_certificate
from shop.certification.decide import Decision, certify
from shop.certification.draft import Aim, NewProduct, begin_grading
from shop.certification.models import CertificateStatus, IssuerLevel
from shop.certification.move import move_dossier
from shop.certification.paper import Paper
from shop.certification.revoke import revoke_certificate
from shop.core.actor import Actor, Role
from shop.core.text import Body, Line, Name, Reason, Slug

Stars = Annotated[int, Meta(ge=3, le=5)]
Version = Annotated[int, Meta(ge=1, le=10**6)]
Digest = Annotated[str, Meta(min_length=64, max_length=64, pattern=r"^[0-9a-fA-F]{64}$")]
Number = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")]


class Papered(Body, kw_only=True):
    """What every act may bring: the paper behind it, and the version that was read (a later one is refused)."""

    document_id: UUID | None = None
    document_hash: Digest | None = None
    version: Version | None = None

    def paper(self) -> Paper:
        """The paper behind the act."""
        return Paper(id=self.document_id, hash=self.document_hash)


class MoveDossier(Papered, kw_only=True):
    """Why the dossier goes this step; written in its history and in the audit log."""

    reason: Reason


class RevokeCertificate(Papered, kw_only=True):
    """Why a certificate is taken back, and from which day on (today)."""

    reason: Reason
    revoked_on: date | None = None


class DecideCertificate(Papered, kw_only=True):
    """A decision as the paper states it."""

    stars: Stars
    potential_five: bool = False
    decision_no: Number
    decided_on: date
    issuer_level: IssuerLevel
    issuer: Line | None = None
    reason: Reason | None = None


class AmendCertificate(Papered, kw_only=True):
    """The right values of what was written down wrongly; what is left out stays."""

    reason: Reason
    decision_no: Number | None = None
    decided_on: date | None = None
    issuer: Line | None = None
    issuer_level: IssuerLevel | None = None


class ProductDrafted(Body, kw_only=True):
    """A product the register does not know, its region in the words of the dossier."""

    name: Name
    producer: Slug | None = None
    group: Slug | None = None
    commune_written: Line | None = None
    district_written: Line | None = None
    province_written: Line | None = None
    commune: Slug | None = None  # of today, where the officer knows it


class DraftCertificate(Body, kw_only=True):
    """A new grading of a registered product (`product`, its slug) or of a new one (`new_product`): one of both."""

    reason: Reason
    product: Slug | None = None
    new_product: ProductDrafted | None = None
    stars: Stars | None = None
    potential_five: bool = False


@post("/", operation_id="draftCertificate", summary="Begin a grading (officers)")
async def draft(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[DraftCertificate]
) -> CertificateOut:
    """Write a draft. Said twice, the second is refused: a product has one dossier at work."""
    new = data.new_product
    product = data.product or ""
    wanted = (
        product
        if new is None
        else NewProduct(
            name=new.name,
            producer=new.producer,
            group=new.group,
            commune_written=new.commune_written,
            district_written=new.district_written,
            province_written=new.province_written,
            commune=new.commune,
        )
    )
    aim = Aim(stars=data.stars, potential_five=data.potential_five)
    made = await begin_grading(session, _officer(actor), wanted, aim, data.reason)
    return await render_certificate(session, made.code, unpublished=True)


@post("/{code:str}/submit", status_code=200, operation_id="submitCertificate", summary="Hand a dossier in (officers)")
async def submit(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath, data: JSONBody[MoveDossier]
) -> CertificateOut:
    """The dossier goes to the council."""
    return await _move(session, actor, code, CertificateStatus.SUBMITTED, data)


@post("/{code:str}/return", status_code=200, operation_id="returnCertificate", summary="Give a dossier back (officers)")
async def give_back(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath, data: JSONBody[MoveDossier]
) -> CertificateOut:
    """The dossier lacks something: the reason says what."""
    return await _move(session, actor, code, CertificateStatus.RETURNED, data)


@post("/{code:str}/withdraw", status_code=200, operation_id="withdrawCertificate", summary="Give up (officers)")
async def withdraw(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath, data: JSONBody[MoveDossier]
) -> CertificateOut:
    """The producer gave the dossier up."""
    return await _move(session, actor, code, CertificateStatus.WITHDRAWN, data)


@post("/{code:str}/assess", status_code=200, operation_id="assessCertificate", summary="Note the scores (officers)")
async def assess(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath, data: JSONBody[MoveDossier]
) -> CertificateOut:
    """The council has scored; its minutes are the paper."""
    return await _move(session, actor, code, CertificateStatus.ASSESSED, data)


@post("/{code:str}/reject", status_code=200, operation_id="rejectCertificate", summary="Do not recognise (officers)")
async def reject(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath, data: JSONBody[MoveDossier]
) -> CertificateOut:
    """Not recognised. A certificate that runs beside it stays."""
    return await _move(session, actor, code, CertificateStatus.REJECTED, data)


@post("/{code:str}/decide", status_code=200, operation_id="decideCertificate", summary="Certify (officers)")
async def decide(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    code: CodePath,
    data: JSONBody[DecideCertificate],
) -> CertificateOut:
    """Certify an assessed dossier; what ran before is followed. The product is on sale within a second."""
    decision = Decision(
        stars=data.stars,
        potential_five=data.potential_five,
        decision_no=data.decision_no,
        decided_on=data.decided_on,
        issuer_level=data.issuer_level,
        issuer=data.issuer,
        reason=data.reason,
        paper=data.paper(),
    )
    await certify(session, _officer(actor), code, decision, version=data.version)
    return await render_certificate(session, code, unpublished=True)


@post("/{code:str}/revoke", status_code=200, operation_id="revokeCertificate", summary="Take it back (officers)")
async def revoke(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    code: CodePath,
    data: JSONBody[RevokeCertificate],
) -> CertificateOut:
    """Revoke the certificate; its product leaves list, cart and room within a second."""
    await revoke_certificate(
        session,
        _officer(actor),
        code,
        data.reason,
        revoked_on=data.revoked_on,
        paper=data.paper(),
        version=data.version,
    )
    return await render_certificate(session, code, unpublished=True)


@post("/{code:str}/amend", status_code=200, operation_id="amendCertificate", summary="Correct a fact (officers)")
async def amend(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    code: CodePath,
    data: JSONBody[AmendCertificate],
) -> CertificateOut:
    """Correct what was written down wrongly; the history keeps old and new."""
    amendment = Amendment(
        decision_no=data.decision_no,
        decided_on=data.decided_on,
        issuer=data.issuer,
        issuer_level=data.issuer_level,
        paper=data.paper(),
    )
    await amend_certificate(session, _officer(actor), code, amendment, data.reason, version=data.version)
    return await render_certificate(session, code, unpublished=True)


async def _move(
    session: AsyncSession, actor: Actor, code: str, to: CertificateStatus, data: MoveDossier
) -> CertificateOut:
    await move_dossier(session, _officer(actor), code, to, data.reason, paper=data.paper(), version=data.version)
    return await render_certificate(session, code, unpublished=True)


def _officer(actor: Actor) -> UUID:
    assert actor.person_id is not None, "the guard lets only officers in"
    return actor.person_id


routes = [
    Router(
        "/api/v1/certificates",
        route_handlers=[draft, submit, give_back, withdraw, assess, reject, decide, revoke, amend],
        guards=[require_role(Role.OFFICER, Role.ADMIN)],
        tags=["certificates"],
    )
]
