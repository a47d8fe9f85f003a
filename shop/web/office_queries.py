"""Reads for the office's pages: what waits for it, the published figures, what stands at each point."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Date, Integer, ScalarSelect, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.bank.models import BankCase, CaseState
from shop.catalog.models import Product, Shelf, Variant
from shop.catalog.queries import sale_predicate
from shop.certification.models import Certificate, CertificateStatus, ProgrammeFigure, RegisteredProduct
from shop.certification.queries import in_force
from shop.listings.models import EditState, ListingEdit
from shop.markets.models import LiveSession, SessionState
from shop.oversight.models import Complaint, Takedown
from shop.oversight.rules import OPEN as OPEN_COMPLAINTS
from shop.producers.models import PaperState, Producer, Registration, RegistrationPaper, RegistrationState
from shop.settlement.models import BankAccountOfProducer
from shop.training.models import HostIdentity, IdentityState

SOON = (30, 60, 90)  # days ahead at which producers are told


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for the office. `ending` are certificates in force with at most so many days left, by `SOON`."""

    applications: int
    papers: int  # approved applications whose papers were given anew
    run_out: int  # … whose papers have run out
    edits: int
    transfers: int  # money on our account that found no order by itself
    questions: int  # products and producers whose commune of today somebody must choose
    identities: int  # of hosts
    dossiers: dict[CertificateStatus, int]
    ending: tuple[int, int, int]  # at most 30 days, 31 to 60, 61 to 90
    accounts: int  # bank accounts of producers to confirm
    of_rooms: tuple[int, int] = (0, 0)  # complaints about live sessions, orders of authorities to remove something

    @property
    def producers(self) -> int:
        """What waits on the page of producers."""
        return self.applications + self.papers

    @property
    def certificates(self) -> int:
        """What waits on the page of certificates: dossiers the council has, and those it has scored."""
        return self.dossiers[CertificateStatus.SUBMITTED]


OPEN_DOSSIERS = (
    CertificateStatus.DRAFT,
    CertificateStatus.SUBMITTED,
    CertificateStatus.RETURNED,
    CertificateStatus.ASSESSED,
)


async def office_waiting(session: AsyncSession) -> Waiting:
    """Everything that waits, in one statement."""
    left = (Certificate.in_force_until - func.shop_today(type_=Date)).cast(Integer)
    bounds = zip((0, *SOON[:-1]), SOON, strict=True)
    states = [func.count().filter(Certificate.status == status).label(status) for status in OPEN_DOSSIERS]
    ending = [func.count().filter(in_force(), left > low, left <= high).label(f"in_{high}") for low, high in bounds]
    found = select(*states, *ending).select_from(Certificate).subquery("found")
    asked = [
        select(func.count()).select_from(model).where(_asked(model)).scalar_subquery()
        for model in (RegisteredProduct, Producer)
    ]
    row = (
        await session.execute(
            select(
                select(func.count()).where(Registration.state == RegistrationState.SUBMITTED).scalar_subquery(),
                _papers(PaperState.GIVEN).scalar_subquery(),
                _papers(PaperState.EXPIRED).scalar_subquery(),
                select(func.count()).where(ListingEdit.state == EditState.SUBMITTED).scalar_subquery(),
                select(func.count()).where(BankCase.state == CaseState.OPEN).scalar_subquery(),
                asked[0] + asked[1],
                *found.c,
                select(func.count())
                .where(BankAccountOfProducer.ended_at.is_(None), BankAccountOfProducer.confirmed_at.is_(None))
                .scalar_subquery(),
                *_of_rooms(),
            )
        )
    ).one()
    return Waiting(
        applications=row[0],
        papers=row[1],
        run_out=row[2],
        edits=row[3],
        transfers=row[4],
        questions=row[5],
        dossiers=dict(zip(OPEN_DOSSIERS, row[6:10], strict=True)),
        ending=(row[10], row[11], row[12]),
        accounts=row[13],
        identities=row[14],
        of_rooms=(row[15], row[16]),
    )


async def published_figures(session: AsyncSession) -> list[ProgrammeFigure]:
    """What the programme published, the newest first; never a number without its day and source."""
    rows = await session.scalars(
        select(ProgrammeFigure).order_by(
            ProgrammeFigure.as_of.desc(), ProgrammeFigure.metric, ProgrammeFigure.scope, ProgrammeFigure.source
        )
    )
    return list(rows)


async def products_at_points(session: AsyncSession) -> dict[UUID, int]:
    """How many products on sale have at least one free unit at each place."""
    rows = await session.execute(
        select(Shelf.place_id, func.count(Product.id.distinct()))
        .join(Variant, and_(Variant.id == Shelf.variant_id, Variant.active))
        .join(Product, Product.id == Variant.product_id)
        .where(sale_predicate())
        .group_by(Shelf.place_id)
    )
    return {row[0]: row[1] for row in rows}


async def rooms_at_points(session: AsyncSession) -> dict[UUID, str]:
    """The session on air at each place: its slug."""
    rows = await session.execute(
        select(LiveSession.place_id, LiveSession.slug)
        .where(LiveSession.state == SessionState.ON_AIR)
        .order_by(LiveSession.slug.desc())
    )
    return {row[0]: row[1] for row in rows}


def _papers(state: PaperState) -> Select[int]:
    """How many approved applications have a paper in this state."""
    return (
        select(func.count(Registration.id.distinct()))
        .join(RegistrationPaper, RegistrationPaper.registration_id == Registration.id)
        .where(Registration.state == RegistrationState.APPROVED, RegistrationPaper.state == state)
    )


def _of_rooms() -> list[ScalarSelect[int]]:
    """Identities of hosts, complaints about live sessions, and orders of authorities that wait."""
    return [
        select(func.count()).where(HostIdentity.state == IdentityState.SUBMITTED).scalar_subquery(),
        select(func.count()).where(Complaint.state.in_(OPEN_COMPLAINTS)).scalar_subquery(),
        select(func.count()).where(Takedown.done_at.is_(None)).scalar_subquery(),
    ]


def _asked(model: type[RegisteredProduct] | type[Producer]) -> ColumnElement[bool]:
    return and_(model.commune_written.is_not(None), model.commune_id.is_(None))
