"""A producer for shoppers, an invitation, and the office's review: usual, empty and refused."""

from collections.abc import Iterator
from datetime import date

from shop.producers.models import MemberRole, ProducerKind, ProducerState, RegistrationState
from shop.web import views
from shop.web.views import producers as v
from shop.web.views.console import Console, NavItem
from shop.web.views.producer_public import ProducerPublicPage
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_producers import MEMBER, NAME, PAPERS

OFFICE = Console(
    title="Văn phòng điều phối chương trình",
    nav=(NavItem(path="/van-phong/chu-the", icon="users", label="web.office.nav_producers", here=True),),
)


def review_pages() -> Iterator[Shown]:
    yield from _shoppers()
    yield from _office()


def _shoppers() -> Iterator[Shown]:
    at = site("/chu-the/loi-moi")
    invitation = v.InvitationPage(site=at, producer=NAME, role=MemberRole.EDITOR, email="an@x.vn")
    yield "invitation-guest", "producer_invitation.html", "vi", invitation
    signed = v.InvitationPage(
        site=site("/chu-the/loi-moi", person=MEMBER), producer=NAME, email="an@x.vn", problem="It was used already."
    )
    yield "invitation-refused", "producer_invitation.html", "en", signed
    yield "invitation-none", "producer_invitation.html", "vi", v.InvitationPage(site=at, producer=None)
    public = {
        "site": site("/chu-the-ocop/htx-tam-hung"),
        "slug": "htx-tam-hung",
        "name": NAME,
        "kind": ProducerKind.COOPERATIVE,
    }
    yield (
        "producer-public",
        "producer_public.html",
        "vi",
        ProducerPublicPage(
            **public,
            written="xã Tam Hưng, Thanh Oai, Hà Nội",
            today="Xã Tam Hưng",
            about="Nếp cái hoa vàng trồng ven sông Nhuệ.\nGặt tháng mười.",
            address="Thôn Bùi Xá",
            phone="+84912345678",
            certificates=3,
            products=2,
            closed_until=date(2026, 11, 30),
        ),
    )
    yield (
        "producer-public-bare",
        "producer_public.html",
        "en",
        ProducerPublicPage(
            **public,
            written=None,
            today=None,
            about=None,
            address=None,
            phone=None,
            certificates=0,
            products=0,
            closed_until=None,
        ),
    )


def _office() -> Iterator[Shown]:
    frame = {"site": site("/van-phong/chu-the", person=views.Person(name="An", officer=True)), "console": OFFICE}
    row = v.QueueRow(slug="htx-tam-hung", name=NAME, applicant="Mai", claim=True, since=date(2026, 11, 20), owners=1)
    yield (
        "office-producers",
        "office_producers.html",
        "vi",
        v.OfficeProducersPage(
            **frame,
            submitted=(row,),
            given=(row,),
            expired=(row,),
            suspended=(("lua-van-phuc", "Lụa Vạn Phúc"),),
            q="lua",
            found=(("lua-van-phuc", "Lụa Vạn Phúc", ProducerState.SUSPENDED),),
        ),
    )
    yield (
        "office-producers-quiet",
        "office_producers.html",
        "en",
        v.OfficeProducersPage(**frame, submitted=(), given=(), expired=(), suspended=(), q="zz", found=()),
    )
    usual = frame | {"slug": "htx-tam-hung", "name": NAME, "kind": ProducerKind.COOPERATIVE}
    reviewed = {"applicant": "Nguyễn Thị Mai", "sells_food": True, "submitted_at": NOW, "papers": PAPERS}
    waiting = v.Reviewed(
        id="a1",
        version=4,
        claim=True,
        state=RegistrationState.SUBMITTED,
        reason=None,
        decidable=True,
        open=True,
        approvable=True,
        **reviewed,
    )
    approved = v.Reviewed(
        id="a2",
        version=9,
        claim=False,
        state=RegistrationState.APPROVED,
        reason="Đủ giấy tờ.",
        decidable=True,
        open=False,
        approvable=False,
        **reviewed,
    )
    yield (
        "office-producer",
        "office_producer.html",
        "vi",
        v.OfficeProducerPage(
            **usual,
            state=ProducerState.ACTIVE,
            facts=(("Mã số thuế", "0101234567"),),
            owners=("Lê Văn Bình",),
            applications=(waiting, approved),
            tax_code="0101234567",
        ),
    )
    yield (
        "office-producer-refused",
        "office_producer.html",
        "en",
        v.OfficeProducerPage(
            **usual,
            state=ProducerState.SUSPENDED,
            facts=(),
            owners=(),
            applications=(),
            problem="Somebody has just changed this application.",
        ),
    )
