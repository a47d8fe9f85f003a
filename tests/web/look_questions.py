"""Questions about a product, and the producer's desk: usual, empty and refused."""

from collections.abc import Iterator

from shop.web import views
from shop.web.views import questions as v
from shop.web.views.listings import FilterLink
from tests.web.look_frame import NOW, Shown, site
from tests.web.look_listings import DESK
from tests.web.look_producers import MEMBER

ASKED = {"id": "q1", "author": "Ngọc L.", "text": "Có giao trong ngày không?", "at": NOW}
NAME = {"product": "Gạo nếp cái hoa vàng", "product_slug": "gao-nep"}
WAITS = v.QuestionView(**ASKED, **NAME, days=3)
ANSWERED = v.QuestionView(
    **(ASKED | NAME | {"id": "q2"}), lang="vi", answer="Có, trong nội thành.", answered_at=NOW, answer_edited=True
)


def questions_pages() -> Iterator[Shown]:
    usual = {"site": site("/san-pham/gao-nep/hoi"), "slug": "gao-nep", "name": "Gạo nếp cái hoa vàng"}
    whole = v.QuestionsPage(**usual, questions=(ANSWERED,), next_url="/san-pham/gao-nep/hoi?after=q2", done=True)
    yield "questions", "questions.html", "vi", whole
    wrong = (views.FieldError(field="email", message="Enter an e-mail address."),)
    yield "questions-wrong", "questions.html", "en", v.QuestionsPage(**usual, questions=(), words="?", errors=wrong)
    known = usual | {"site": site("/san-pham/gao-nep/hoi", person=views.Person(name="Lan"))}
    yield "questions-known", "questions.html", "vi", v.QuestionsPage(**known, questions=())
    filters = (FilterLink(label="web.questions.desk_waiting", url="/chu-the/htx/cau-hoi", count=1, on=True),)
    frame = {"site": site("/chu-the/htx/cau-hoi", person=MEMBER), "console": DESK, "producer_slug": "htx"}
    rows = (WAITS, ANSWERED)
    desk = v.DeskQuestionsPage(**frame, questions=rows, filters=filters, may_write=True, done="Đã lưu câu trả lời.")
    yield "desk-questions", "producer_questions.html", "vi", desk
    short = (views.FieldError(field="words", message="Write at least a few words."),)
    refused = v.DeskQuestionsPage(
        **frame, questions=rows, filters=filters, may_write=True, failed="q1", typed="…", errors=short
    )
    yield "desk-questions-refused", "producer_questions.html", "en", refused
    viewer = v.DeskQuestionsPage(**frame, questions=rows, filters=filters)
    yield "desk-questions-viewer", "producer_questions.html", "vi", viewer
    none = v.DeskQuestionsPage(**frame, questions=(), filters=filters)
    yield "desk-questions-none", "producer_questions.html", "vi", none
