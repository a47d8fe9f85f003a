"""Practice: the room and the desk of a run, the learner's runs, and the score sheet."""

from collections.abc import Iterator
from datetime import date

from shop.practice.models import RunKind, Skill
from shop.practice.scenario import Talk
from shop.web import views
from shop.web.views import practice as pr
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_night import COMMENTS, ITEMS, KEEPING, PIN, STUDIO_ORDERS, room
from tests.web.look_office import OFFICE, PERSON

GOODS = (("A1", "Chè Shan tuyết bản Mẫu"), ("A2", "Mật ong rừng tập thử"))
JOBS = (
    pr.JobView(id="l1", name="Hải Yến", text="A1 hạn dùng bao lâu vậy shop?", seconds=61, hint=Talk.QUESTION),
    pr.JobView(id="l2", name="Út Nhàn", text="để A1 cho cô khoảng 3 hộp " + "nhé" * 60, seconds=9, hint=Talk.VAGUE),
    pr.JobView(id="l3", name="Mẹ Sóc", text="A2 chữa khỏi mất ngủ phải không em? <b>", seconds=40, hint=Talk.CLAIM),
)
RUNS = (
    pr.RunView(key="r1", at=NOW, level=1, minutes=5, speed=20, open=True, points=None, passed=None),
    pr.RunView(key="r2", at=NOW, level=2, minutes=10, speed=1, open=False, points=84, passed=True),
    pr.RunView(key="r3", at=NOW, level=3, minutes=20, speed=1, open=False, points=31, passed=False),
    pr.RunView(key="r4", at=NOW, level=3, minutes=20, speed=1, open=False, points=None, passed=None),
)
MARKS = tuple(
    pr.MarkView(
        skill=skill, done=at % 4, most=(0 if skill is Skill.PRICE else 3), points=at, worth=11, good=at % 4 == 3
    )
    for at, skill in enumerate(Skill)
)
MISSED = (
    pr.MissedView(skill=Skill.ANSWER, at="1:05", name="Hải Yến", text="A1 hạn dùng bao lâu vậy shop?"),
    pr.MissedView(skill=Skill.ORDERLY, at="3:40", name="Diệu Linh", text="Hàng rác, ai mua là đồ dốt <b>"),
)


def _desk(kind: RunKind, **facts) -> pr.PracticeDesk:
    usual = {"over": False, "level": 1, "speed": 5, "left": 187, "link": "/phien/luyen/tap/k1", "goods": GOODS}
    return pr.PracticeDesk(
        kind=kind, here="/phien/luyen/tap/k1/dieu-khien", back="/toi/dao-tao/luyen/k1", **(usual | facts)
    )


def _studio(practice: pr.PracticeDesk | None, state: str = "on_air", **facts) -> views.StudioPage:
    usual = {"items": ITEMS, "keeping": KEEPING, "orders": STUDIO_ORDERS, "takings": 3_270_000}
    at = site("/phien/luyen/tap/k1/dieu-khien", person=views.Person(name="Hoa", host=True))
    return views.StudioPage(site=at, room=room(state=state), practice=practice, **(usual | facts))


def _runs(**facts) -> pr.PracticePage:
    usual = {"may": True, "runs": RUNS, "request_key": "key-12345678"}
    return pr.PracticePage(site=site("/toi/dao-tao/luyen", person=PERSON), **(usual | facts))


def _sheet(**facts) -> pr.SheetPage:
    usual = {
        "run": RUNS[1],
        "name": "Nguyễn Thị Hoa",
        "day": date(2026, 11, 27),
        "own": True,
        "needed": 70,
        "marks": MARKS,
        "missed": MISSED,
        "kept_lines": True,
        "answer_seconds": 21,
        "orders": 17,
        "promised": (),
    }
    return pr.SheetPage(site=site("/toi/dao-tao/luyen/k1", person=PERSON), **(usual | facts))


def practice_pages() -> Iterator[Shown]:
    yield (
        "practice-room",
        "room.html",
        "vi",
        views.RoomPage(
            site=site("/phien/gom/tap/k1"),
            room=room(),
            pins=(PIN,),
            comments=COMMENTS,
            request_key="key-12345678",
            practice=True,
        ),
    )
    yield "practice-rehearsal", "studio.html", "vi", _studio(_desk(RunKind.REHEARSAL))
    yield "practice-rehearsal-over", "studio.html", "en", _studio(_desk(RunKind.REHEARSAL, over=True), "ended")
    yield "practice-training", "studio.html", "vi", _studio(_desk(RunKind.TRAINING, jobs=JOBS))
    yield "practice-training-idle", "studio.html", "en", _studio(_desk(RunKind.TRAINING, greeted=True))
    yield "practice-before-air", "studio.html", "vi", _studio(None, "scheduled", orders=(), takings=0)
    yield "practice-runs", "practice_runs.html", "vi", _runs()
    yield "practice-runs-none", "practice_runs.html", "en", _runs(may=False, runs=())
    wrong = (views.FieldError(field="level", message="Chọn một mức trong danh sách."),)
    yield "practice-runs-wrong", "practice_runs.html", "vi", _runs(errors=wrong)
    yield "practice-sheet", "practice_sheet.html", "vi", _sheet()
    bad = {"run": RUNS[2], "promised": ("Chè này chữa khỏi dạ dày",), "answer_seconds": None, "own": False}
    yield "practice-sheet-bad", "practice_sheet.html", "en", _sheet(**bad)
    yield "practice-sheet-old", "practice_sheet.html", "vi", _sheet(missed=(), kept_lines=False)
    at = {"site": site("/van-phong/dao-tao/luyen", person=PERSON), "console": OFFICE}
    named = tuple(pr.RunView(**{f: getattr(run, f) for f in run.__struct_fields__} | {"name": "Hoa"}) for run in RUNS)
    yield "office-practice", "office_practice.html", "vi", pr.OfficePracticePage(runs=named, next_url="/x", **at)
    yield "office-practice-none", "office_practice.html", "en", pr.OfficePracticePage(runs=(), **at)
