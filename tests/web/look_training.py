"""Sample pages of training: the office's courses, a session, who may go on air, and a person's own."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from shop.training.models import CourseSessionState, EnrolmentState, IdentityPaper, IdentityState
from shop.training.queries import TrainingFigures
from shop.web import views
from shop.web.views import training as tr
from tests.web.look_frame import Shown, site
from tests.web.look_office import OFFICE, PERSON

DAYS = (date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 5))
HOSTING = "Kỹ năng dẫn phiên bán hàng trực tuyến cho chủ thể OCOP"
FIGURES = TrainingFigures(
    courses=5, sessions=14, finished=12, learners=504, completed=448, organisations=273, licensed=112, sample=True
)
NOTHING = TrainingFigures(
    courses=0, sessions=0, finished=0, learners=0, completed=0, organisations=0, licensed=0, sample=False
)
COURSES = tuple(
    tr.CourseRow(
        slug=f"khoa-{number}",
        title=title,
        organiser="Văn phòng điều phối",
        hours=24,
        practice_days=0 if months is None else 1,
        percent=80,
        licence_months=months,
        sample=months is None,
    )
    for number, (title, months) in enumerate(((HOSTING, 24), ("Chụp ảnh và kể chuyện sản phẩm", None)))
)


def _session(number: int, **facts: Any) -> tr.SessionRow:
    usual = {
        "title": HOSTING,
        "days": DAYS,
        "online": False,
        "venue": "Hội trường 12 Hàng Gai, Hoàn Kiếm",
        "trainer": "Trần Thị Mai",
        "capacity": 42,
        "taken": 42,
        "waiting": 3,
        "state": CourseSessionState.OPEN,
    }
    return tr.SessionRow(id=f"s{number}", **(usual | facts))


SESSIONS = (
    _session(1),
    _session(2, online=True, venue="https://hop.example/lop-dan-phien", taken=8, waiting=0, days=DAYS[:1]),
    _session(3, state=CourseSessionState.FINISHED, waiting=0, sample=True),
)


def _learner(number: int, state: EnrolmentState, **facts: Any) -> tr.LearnerRow:
    usual = {"name": "Lò Thị Mỉ", "organisation": "HTX Dệt thổ cẩm Mường", "present": 2, "here": number % 2 == 0}
    return tr.LearnerRow(id=f"e{number}", state=state, **({"licence_until": None} | usual | facts))


LEARNERS = (
    *(_learner(number, EnrolmentState.ENROLLED) for number in range(4)),
    _learner(4, EnrolmentState.ENROLLED, organisation=None),
    _learner(5, EnrolmentState.WAITING, present=0),
)
DONE = (
    _learner(0, EnrolmentState.COMPLETED, present=3, licence_until=date(2028, 12, 5)),
    _learner(1, EnrolmentState.MISSED, present=1),
)


def _host(number: int, **facts: Any) -> tr.IdentityRow:
    usual = {
        "name": "Nguyễn Thị Hà",
        "document": IdentityPaper.CITIZEN_CARD,
        "document_end": "4821",
        "country": None,
        "expires_on": date(2031, 5, 1),
        "submitted_on": date(2026, 11, 20),
        "officer": None,
        "version": 1,
        "own": False,
    }
    return tr.IdentityRow(person=f"p{number}", **(usual | facts))


HOSTS = (
    _host(1),
    _host(2, name="Marie Dupont", document=IdentityPaper.FOREIGN_PAPERS, document_end="8F21", country="FR"),
    _host(3, name="An", own=True, expires_on=None),
)


def _licence(number: int, **facts: Any) -> tr.LicenceRow:
    usual = {"name": "Nguyễn Thị Hà", "course": HOSTING, "since": DAYS[0], "until": date(2028, 12, 1), "holds": True}
    return tr.LicenceRow(id=f"l{number}", **({"revoked": None} | usual | facts))


LICENCES = (
    _licence(1),
    _licence(2, holds=False, until=date(2026, 11, 1), since=date(2024, 11, 1), sample=True),
    _licence(3, holds=False, revoked="Quảng cáo sai công dụng sản phẩm trong phiên ngày 2/12"),
)
SEATS = tuple(
    tr.OwnSeat(
        id=f"s{number}",
        title=HOSTING,
        days=DAYS,
        online=number == 1,
        venue="https://hop.example/lop" if number == 1 else "Hội trường 12 Hàng Gai",
        state=state,
        ahead=2 if state is EnrolmentState.WAITING else 0,
        present=3 if state is EnrolmentState.COMPLETED else 0,
        may_leave=state is not EnrolmentState.COMPLETED,
    )
    for number, state in enumerate((EnrolmentState.WAITING, EnrolmentState.ENROLLED, EnrolmentState.COMPLETED))
)


def _office(path: str) -> dict[str, Any]:
    return {"site": site(path, person=PERSON), "console": OFFICE}


def _courses(**facts: Any) -> tr.OfficeTrainingPage:
    usual = {
        "figures": FIGURES,
        "courses": COURSES,
        "sessions": SESSIONS,
        "course_form": tr.CourseForm(),
        "session_form": tr.SessionForm(),
        "request_key": "a-key-of-this-form",
    }
    return tr.OfficeTrainingPage(**_office("/van-phong/dao-tao"), **(usual | facts))


def _one(**facts: Any) -> tr.OfficeSessionPage:
    usual = {
        "session": SESSIONS[0],
        "needed": 80,
        "learners": LEARNERS,
        "day": DAYS[1],
        "past_days": DAYS[:2],
        "may_finish": True,
    }
    return tr.OfficeSessionPage(**_office("/van-phong/dao-tao/lop/s1"), **(usual | facts))


def _air(**facts: Any) -> tr.OfficeAirPage:
    usual = {"waiting": HOSTS, "verified": (_host(4, officer="Trần Văn Minh"),), "licences": LICENCES}
    return tr.OfficeAirPage(**_office("/van-phong/dao-tao/len-song"), **(usual | facts))


def _own(**facts: Any) -> tr.OwnTrainingPage:
    usual = {
        "site": site("/toi/dao-tao", person=views.Person(name="Hà", host=True)),
        "missing": None,
        "seats": SEATS,
        "coming": SESSIONS[:2],
        "licences": LICENCES,
        "identity": tr.OwnIdentity(
            state=IdentityState.VERIFIED, document=IdentityPaper.VNEID, document_end="4821", expires_on=None
        ),
        "form": tr.IdentityForm(),
        "producers": (("htx-det", "HTX Dệt thổ cẩm Mường"),),
    }
    return tr.OwnTrainingPage(**(usual | facts))


def training_pages() -> Iterator[Shown]:
    yield "office-training", "office_training.html", "vi", _courses(done="Đã thêm khóa học.")
    wrong = (views.FieldError(field="days", message="Nhập các ngày, ví dụ 1/12/2026, 3/12/2026."),)
    typed = tr.SessionForm(course="khoa-1", days="mai", online=True, venue="Zoom", capacity="20")
    yield "office-training-wrong", "office_training.html", "en", _courses(errors=wrong, session_form=typed)
    yield "office-training-none", "office_training.html", "vi", _courses(figures=NOTHING, courses=(), sessions=())
    yield "office-session", "office_session.html", "vi", _one()
    yield "office-session-new", "office_session.html", "en", _one(day=None, past_days=(), learners=(), may_finish=False)
    nobody = (views.FieldError(field="login", message="Không có tài khoản nào dùng email này."),)
    yield "office-session-wrong", "office_session.html", "vi", _one(errors=nobody, login="lan@x.vn")
    yield "office-session-finished", "office_session.html", "vi", _one(session=SESSIONS[2], learners=DONE)
    yield "office-air", "office_air.html", "vi", _air(done="Đã xác minh.")
    reason = (views.FieldError(field="reason", message="Ghi lý do, ít nhất 3 ký tự."),)
    yield "office-air-wrong", "office_air.html", "en", _air(errors=reason, typed_for="p1", typed="x")
    yield "office-air-none", "office_air.html", "vi", _air(waiting=(), verified=(), licences=(), q="Mỉ")
    yield "own-training", "training.html", "vi", _own(done="Đã ghi danh. Xem lớp của bạn bên dưới.")
    waits = tr.OwnIdentity(state=IdentityState.SUBMITTED, document=IdentityPaper.CITIZEN_CARD, document_end="4821")
    missing = "Chưa lên sóng được: yêu cầu xác minh danh tính của người dẫn đang chờ cán bộ chương trình."
    yield "own-training-waiting", "training.html", "en", _own(identity=waits, missing=missing, producers=())
    none = tr.OwnIdentity(state=IdentityState.UNVERIFIED)
    signs = (views.FieldError(field="document_end", message="Ghi đúng 4 ký tự cuối của số giấy tờ."),)
    empty = {"seats": (), "coming": (), "licences": (), "identity": none, "missing": missing}
    yield "own-training-none", "training.html", "vi", _own(**empty)
    typed_paper = tr.IdentityForm(document="citizen_card", document_end="48")
    yield "own-training-wrong", "training.html", "vi", _own(**empty, errors=signs, form=typed_paper)
