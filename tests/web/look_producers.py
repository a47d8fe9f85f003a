"""Opening an account, applying, the office's review and a producer's own pages: usual, empty and refused."""

from collections.abc import Iterator
from datetime import date

from shop.producers.models import MemberRole, PaperKind, PaperState, ProducerKind, ProducerState, RegistrationState
from shop.web import views
from shop.web.views import producers as v
from shop.web.views.console import Console, NavItem
from tests.web.look_frame import NOW, Shown, site

NAME = "HTX Nông nghiệp Tam Hưng"
DESK = Console(
    title=NAME,
    nav=(
        NavItem(path="/chu-the/htx-tam-hung", icon="home", label="web.producer.nav_overview", here=True),
        NavItem(path="/chu-the/htx-tam-hung/giay-to", icon="award", label="web.producer.nav_papers", count=1),
    ),
)
MEMBER = views.Person(name="Mai", producer="htx-tam-hung")
WRONG = (views.FieldError(field="number", message="Nhập số trên giấy."),)


def paper(kind=PaperKind.FOOD_SAFETY, state=PaperState.GIVEN, **facts) -> v.PaperView:
    usual = {
        "number": "01/2026/ATTP-HN",
        "valid_until": date(2029, 3, 1),
        "document_id": "01890000-0000-7000-8000-000000000000",
        "filename": "attp.pdf",
        "wants_date": True,
    }
    return v.PaperView(kind=kind, state=state, **(usual | facts))


PAPERS = (
    paper(PaperKind.BUSINESS_REGISTRATION, PaperState.ACCEPTED, valid_until=None),
    paper(PaperKind.TAX_CODE, PaperState.DECLINED, reason="Số này là của chi nhánh khác.", writable=True),
    v.PaperView(kind=PaperKind.REPRESENTATIVE, state=PaperState.MISSING, writable=True, wants_number=False),
    paper(PaperKind.FOOD_SAFETY, PaperState.EXPIRED, writable=True, wants_document=False),
)


def producer_pages() -> Iterator[Shown]:
    at = site("/dang-ky")
    yield "sign-up", "sign_up.html", "vi", views.SignUpPage(site=at, next="/chu-the/dang-ky")
    yield (
        "sign-up-refused",
        "sign_up.html",
        "en",
        views.SignUpPage(
            site=at,
            name="Lan",
            login="lan@",
            errors=(views.FieldError(field="login", message="This is not an e-mail address."),),
        ),
    )
    yield "sign-in-fresh", "sign_in.html", "vi", views.SignInPage(site=site("/dang-nhap"), fresh=True)
    yield from _applying()
    yield from _desk()


def _applying() -> Iterator[Shown]:
    at = site("/chu-the", person=MEMBER)
    mine = v.MyProducersPage(
        site=at,
        producers=(v.Mine(slug="htx-tam-hung", name=NAME, state=ProducerState.ACTIVE, role=MemberRole.OWNER),),
        applications=(
            v.ApplicationRow(id="a1", name=NAME, state=RegistrationState.APPROVED, claim=True, submitted_at=NOW),
            v.ApplicationRow(
                id="a2", name="Lụa Vạn Phúc", state=RegistrationState.DRAFT, claim=False, submitted_at=None
            ),
        ),
    )
    yield "my-producers", "producers_mine.html", "vi", mine
    yield "my-producers-none", "producers_mine.html", "en", v.MyProducersPage(site=at, producers=(), applications=())
    known = v.KnownProducer(
        slug="htx-tam-hung", name=NAME, kind=ProducerKind.COOPERATIVE, area="xã Tam Hưng", owned=True
    )
    register = {
        "site": site("/chu-the/dang-ky", person=MEMBER),
        "kinds": (ProducerKind.COOPERATIVE, ProducerKind.GROUP),
        "communes": (("c1", "Xã Tam Hưng"), ("c2", "Xã Bát Tràng")),
        "request_key": "k" * 12,
    }
    yield (
        "register-producer",
        "producer_register.html",
        "vi",
        v.RegisterPage(q="tam hung", found=(known,), form=v.RegisterForm(), **register),
    )
    yield (
        "register-producer-refused",
        "producer_register.html",
        "en",
        v.RegisterPage(
            q="x",
            found=(),
            form=v.RegisterForm(kind="group", name="Tổ hợp tác Chè", commune="c2", sells_food=False),
            errors=(views.FieldError(field="commune", message="Choose a commune."),),
            **register,
        ),
    )
    for state in RegistrationState:
        yield f"application-{state.value}", "producer_application.html", "vi", _application(state)
    refused = _application(RegistrationState.RETURNED, wrong="tax_code", errors=WRONG, owned=True)
    yield "application-refused", "producer_application.html", "en", refused


def _application(state: RegistrationState, **facts) -> v.ApplicationPage:
    return v.ApplicationPage(
        site=site("/chu-the/dang-ky/a1", person=MEMBER),
        id="a1",
        name=NAME,
        kind=ProducerKind.COOPERATIVE,
        claim=True,
        state=state,
        reason="Bổ sung mã số thuế." if state is RegistrationState.RETURNED else None,
        papers=PAPERS,
        can_submit=state is RegistrationState.DRAFT,
        can_withdraw=state is RegistrationState.DRAFT,
        **facts,
    )


def _desk() -> Iterator[Shown]:
    frame = {"site": site("/chu-the/htx-tam-hung", person=MEMBER), "console": DESK}
    usual = frame | {"slug": "htx-tam-hung", "state": ProducerState.ACTIVE, "day": date(2026, 11, 27)}
    todo = v.Todo(
        icon="award",
        text="Gạo nếp cái hoa vàng: chứng nhận còn 24 ngày",
        more="Hết hạn thì sản phẩm ngừng bán",
        path="/xac-thuc/OCOP-1",
        urgent=True,
    )
    overview = v.OverviewPage(
        **usual,
        todos=(todo,),
        on_sale=12,
        drafts=2,
        waiting=1,
        pieces=340,
        stock=(v.StockRow(product="Gạo nếp cái hoa vàng, túi 5 kg", point="Bát Tràng (1)", available=2, on_hand=4),),
        closed_until=date(2026, 11, 30),
        first_steps=False,
    )
    yield "desk", "producer_overview.html", "vi", overview
    empty = {"todos": (), "on_sale": 0, "drafts": 0, "waiting": 0, "pieces": 0, "stock": (), "closed_until": None}
    suspended = usual | {"state": ProducerState.SUSPENDED}
    yield (
        "desk-empty",
        "producer_overview.html",
        "en",
        v.OverviewPage(**suspended, **empty, first_steps=True, suspended_reason="Complaints"),
    )
    papers = (("a1", "Nguyễn Thị Mai", PAPERS), ("a2", "Lê Văn Bình", PAPERS[:2]))
    yield "papers", "producer_papers.html", "vi", v.PapersPage(**frame, applications=papers, done="Đã lưu giấy tờ.")
    yield (
        "papers-refused",
        "producer_papers.html",
        "en",
        v.PapersPage(**frame, applications=papers, wrong="a1/tax_code", errors=WRONG),
    )
    yield "papers-none", "producer_papers.html", "en", v.PapersPage(**frame, applications=())
    members = (
        v.MemberView(id="m1", name="Nguyễn Thị Mai", email="mai@x.vn", role=MemberRole.OWNER, myself=True),
        v.MemberView(id="m2", name="Lê Văn Bình", email=None, role=MemberRole.VIEWER, myself=False),
    )
    invited = (v.InvitationView(id="i1", email="an@x.vn", role=MemberRole.EDITOR, expires_at=NOW),)
    member_page = frame | {"slug": "htx-tam-hung", "members": members}
    yield (
        "members",
        "producer_members.html",
        "vi",
        v.MembersPage(**member_page, invitations=invited, owner=True, done="Thư mời đang được gửi."),
    )
    yield (
        "members-refused",
        "producer_members.html",
        "en",
        v.MembersPage(
            **member_page,
            invitations=(),
            owner=True,
            email="an@",
            errors=(views.FieldError(field="email", message="This is not an e-mail address."),),
        ),
    )
    yield (
        "members-looking",
        "producer_members.html",
        "vi",
        v.MembersPage(**member_page, invitations=invited, owner=False),
    )
    closure = v.ClosureView(
        id="c1", from_on=date(2026, 11, 20), until_on=date(2026, 11, 30), reason="Mùa gặt", running=True
    )
    profile = frame | {"slug": "htx-tam-hung", "state": ProducerState.ACTIVE}
    yield (
        "profile",
        "producer_profile.html",
        "vi",
        v.ProfilePage(
            **profile, form=v.ProfileForm(about_vi="Gạo quê"), closures=(closure,), editable=True, owned=True
        ),
    )
    yield (
        "profile-refused",
        "producer_profile.html",
        "en",
        v.ProfilePage(
            **profile,
            form=v.ProfileForm(phone="12", from_on="mai"),
            closures=(),
            editable=True,
            owned=True,
            errors=(views.FieldError(field="phone", message="Not a number."),),
        ),
    )
    yield (
        "profile-looking",
        "producer_profile.html",
        "vi",
        v.ProfilePage(**profile, form=v.ProfileForm(), closures=(closure,), editable=False),
    )
