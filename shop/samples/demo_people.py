"""Sample accounts: one for each role, with passwords that belong to this installation."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.register import add_person
from shop.core.actor import Role
from shop.core.ids import ALPHABET, keyed_digest
from shop.places.models import Place, PlaceStaff
from shop.producers.models import Producer, ProducerMember
from shop.samples.demo_market import SLUG, STALLS

PRODUCER = "cong-ty-tnhh-gom-su-quang-vinh"
PASSWORD_SIGNS = 10


class SamplePerson(msgspec.Struct, frozen=True, kw_only=True):
    """An account to try the shop with."""

    login: str
    phone: str
    name: str
    role: Role
    may: str
    at: str  # where to try it
    place: str | None = None


def _host(number: int, title: str, stall: str) -> SamplePerson:
    return SamplePerson(
        login=STALLS[number - 1].host,
        phone=f"090000001{number}",
        name=f"Chủ gian mẫu {number}",
        role=Role.HOST,
        may=f"lên sóng, ghim và bán hàng ở gian “{title}”",
        at=f"/phien/{stall}/dieu-khien",
    )


PEOPLE = (
    SamplePerson(
        login="khach@chomay.example",
        phone="0900000001",
        name="Khách mẫu",
        role=Role.CONSUMER,
        may="mua hàng, xem đơn của mình, bình luận ở chợ đêm",
        at="/san-pham",
    ),
    SamplePerson(
        login="chu-the@chomay.example",
        phone="0900000002",
        name="Thành viên chủ thể mẫu",
        role=Role.PRODUCER,
        may="làm việc cho Công ty TNHH Gốm sứ Quang Vinh",
        at=f"/chu-the/{PRODUCER}",
    ),
    *(_host(number, stall.title, stall.slug) for number, stall in enumerate(STALLS, 1)),
    SamplePerson(
        login="diem-ban@chomay.example",
        phone="0900000003",
        name="Nhân viên điểm bán mẫu",
        role=Role.STAFF,
        may="đóng gói và giao đơn nhận tại điểm Bát Tràng (1)",
        at=f"/quay?place={STALLS[0].place}",
        place=STALLS[0].place,
    ),
    SamplePerson(
        login="can-bo@chomay.example",
        phone="0900000004",
        name="Cán bộ mẫu",
        role=Role.OFFICER,
        may="xét hồ sơ chủ thể, duyệt bản sửa, thu hồi chứng nhận, tạm dừng và mở lại chủ thể",
        at="/van-phong/chu-the",
    ),
    SamplePerson(
        login="quan-tri@chomay.example",
        phone="0900000005",
        name="Quản trị mẫu",
        role=Role.ADMIN,
        may="làm thay mọi điểm bán và mọi gian hàng",
        at=f"/cho-dem/{SLUG}",
    ),
)


def password_of(secret: str, login: str) -> str:
    """The password of a sample account: made from the installation's secret, so it can be shown again."""
    digest = keyed_digest(secret, "sample-password", login)
    signs = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:PASSWORD_SIGNS]).lower()
    return f"{signs[:5]}-{signs[5:]}"


def accounts_sheet(secret: str, base_url: str) -> str:
    """What a newcomer reads: who may do what, with which password, at which address."""
    lines = [
        "Tài khoản mẫu của Chợ Mây. Xóa tất cả dữ liệu mẫu: shop demo purge",
        "Sample accounts. Remove all samples with: shop demo purge",
        "",
        f"Chợ đêm mẫu / sample night market: {base_url}/cho-dem/{SLUG}",
    ]
    for person in PEOPLE:
        lines += [
            "",
            f"{person.name} ({person.role.value})",
            f"  đăng nhập / login     {person.login} (hoặc {person.phone})",
            f"  mật khẩu / password   {password_of(secret, person.login)}",
            f"  được / may            {person.may}",
            f"  thử ở / try at        {base_url}{person.at}",
        ]
    return "\n".join([*lines, ""])


async def add_people(session: AsyncSession, secret: str) -> None:
    """Make the accounts, and let them belong to their producer and places."""
    places = await _ids(session)
    producer_id = (await session.execute(select(Producer.id).where(Producer.slug == PRODUCER))).scalar_one()
    for one in PEOPLE:
        person = await add_person(
            session,
            one.name,
            email=one.login,
            phone=one.phone,
            password=password_of(secret, one.login),
            roles=[one.role],
            sample=True,
        )
        if one.role is Role.PRODUCER:
            session.add(ProducerMember(producer_id=producer_id, person_id=person.id))
        if one.place is not None:
            session.add(PlaceStaff(place_id=places[one.place], person_id=person.id))


async def _ids(session: AsyncSession) -> dict[str, UUID]:
    wanted = [one.place for one in PEOPLE if one.place]
    rows = await session.execute(select(Place.slug, Place.id).where(Place.slug.in_(wanted)))
    return {row[0]: row[1] for row in rows}
