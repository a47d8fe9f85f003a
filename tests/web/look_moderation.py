"""The office's banned words, and a studio with a room that needs keeping."""

from collections.abc import Iterator

from shop.web import views
from shop.web.views.room_words import RoomWordsPage, WordRow
from tests.web.look_frame import Shown, site
from tests.web.look_office import OFFICE, PERSON


def moderation_pages() -> Iterator[Shown]:
    frame = {"site": site("/van-phong/tu-cam", person=PERSON), "console": OFFICE}
    rows = (WordRow(id="w1", word="đồ ngu"), WordRow(id="w2", word="lừa đảo"), WordRow(id="w3", word="vcl"))
    yield (
        "office-room-words",
        "office_room_words.html",
        "vi",
        RoomWordsPage(**frame, rows=rows, tried="đúng là n.g.u", found=("đồ ngu",), done="Đã thêm."),
    )
    wrong = (views.FieldError(field="word", message="The word is on the list already."),)
    yield (
        "office-room-words-refused",
        "office_room_words.html",
        "en",
        RoomWordsPage(**frame, rows=(), tried="hello", word="vcl", errors=wrong),
    )
