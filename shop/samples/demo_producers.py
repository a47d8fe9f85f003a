"""Sample work for the office and for producers: an application with its papers, and a time of closing ahead."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.clock import now, today
from shop.producers.models import (
    MemberRole,
    PaperKind,
    PaperState,
    Producer,
    ProducerClosure,
    ProducerKind,
    ProducerMember,
    ProducerState,
    Registration,
    RegistrationPaper,
    RegistrationState,
)
from shop.regions.queries import communes_of_today

APPLICANT = "khach@chomay.example"
MEMBER = "chu-the@chomay.example"
OFFICER = "can-bo@chomay.example"
SLUG = "to-hop-tac-may-tre-phu-vinh-mau"
OTHER = "hop-tac-xa-che-ba-trai-mau"
CLOSED_IN = 60  # days from today
CLOSED_FOR = 8


async def add_producers(session: AsyncSession) -> None:
    """An application the office has begun to review, and a producer with a closing time. Not safe to repeat."""
    people = {
        person.email: person
        for person in await session.scalars(select(Person).where(Person.email.in_((APPLICANT, MEMBER, OFFICER))))
    }
    day = await today(session)
    commune = next(iter(await communes_of_today(session)), None)
    maker = Producer(
        slug=SLUG,
        name="Tổ hợp tác Mây tre Phú Vinh (mẫu)",
        kind=ProducerKind.HOUSEHOLD,
        state=ProducerState.REGISTERED,
        commune_id=commune.id if commune else None,
        address="Thôn Phú Vinh",
        representative="Khách mẫu",
        tax_code="0109999999",
        sample=True,
    )
    session.add(maker)
    await session.flush()  # the application refers to it
    registration = Registration(
        producer_id=maker.id,
        person_id=people[APPLICANT].id,
        sells_food=True,
        state=RegistrationState.SUBMITTED,
        submitted_at=await now(session),
        version=1,
    )
    session.add(registration)
    await session.flush()  # its papers refer to it
    session.add_all(_papers(registration, people[OFFICER], day))
    await _close_another(session, people[MEMBER], day)


async def _close_another(session: AsyncSession, member: Person, day: date) -> None:
    other = Producer(
        slug=OTHER,
        name="Hợp tác xã Chè Ba Trại (mẫu)",
        kind=ProducerKind.COOPERATIVE,
        commune_written="xã Ba Trại",
        district_written="Ba Vì",
        province_written="Hà Nội",
        about_vi="Chè búp hái tay trên đồi Ba Trại.",
        about_en="Tea buds picked by hand on the hills of Ba Trại.",
        sample=True,
    )
    session.add(other)
    await session.flush()  # its member and its closing time refer to it
    first = day + timedelta(days=CLOSED_IN)
    session.add_all(
        [
            ProducerMember(producer_id=other.id, person_id=member.id, role=MemberRole.OWNER),
            ProducerClosure(
                producer_id=other.id, from_on=first, until_on=first + timedelta(days=CLOSED_FOR), reason="Nghỉ Tết"
            ),
        ]
    )
    await session.flush()


def _papers(registration: Registration, officer: Person, day: date) -> list[RegistrationPaper]:
    written = (
        (PaperKind.HOUSEHOLD_REGISTRATION, PaperState.ACCEPTED, "01A8009999", None, None),
        (PaperKind.TAX_CODE, PaperState.DECLINED, "0109999999", None, "Số này chưa có ở cơ quan thuế. Kiểm tra lại."),
        (PaperKind.REPRESENTATIVE, PaperState.GIVEN, "Chủ hộ", None, None),
        (PaperKind.FOOD_SAFETY, PaperState.GIVEN, "12/2026/ATTP", day + timedelta(days=400), None),
    )
    decided = {PaperState.ACCEPTED, PaperState.DECLINED}
    return [
        RegistrationPaper(
            registration_id=registration.id,
            kind=kind,
            state=state,
            number=number,
            valid_until=until,
            reason=reason,
            decided_by=officer.id if state in decided else None,
        )
        for kind, state, number, until, reason in written
    ]
