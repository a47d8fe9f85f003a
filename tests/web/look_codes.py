"""One-time codes and settings: usual, new, over and refused."""

from collections.abc import Iterator

from shop.web import views
from tests.web.look_frame import NOW, Shown, site

CHALLENGE = "0190a000-0000-7000-8000-000000000000"


def code_pages() -> Iterator[Shown]:
    at = site("/dang-nhap/ma")
    wrong = views.FieldError(field="login", message="Bạn nhập 6 chữ số. Số di động Việt Nam có 10 chữ số.")
    yield "code-ask", "sign_in_code.html", "vi", views.CodeAskPage(site=at, next="/toi")
    yield "code-ask-wrong", "sign_in_code.html", "en", views.CodeAskPage(site=at, login="091234", errors=(wrong,))
    yield (
        "code-ask-held-back",
        "sign_in_code.html",
        "vi",
        views.CodeAskPage(site=at, login="0912 345 678", problem="Bạn thao tác quá nhanh. Thử lại sau 41 giây."),
    )
    enter = {"site": site("/dang-nhap/ma/nhap"), "challenge": CHALLENGE, "to": "•••• 678"}
    digits = views.FieldError(field="code", message="Mã chưa đúng, đã dùng hoặc đã quá 10 phút.")
    unsaid = views.FieldError(field="consent", message="Tick the box to open an account.")
    yield "code-enter", "sign_in_code_enter.html", "vi", views.CodeEnterPage(**enter)
    yield "code-wrong", "sign_in_code_enter.html", "vi", views.CodeEnterPage(**enter, code="123456", errors=(digits,))
    yield "code-fresh", "sign_in_code_enter.html", "vi", views.CodeEnterPage(**enter, code="123456", fresh=True)
    yield (
        "code-fresh-unsaid",
        "sign_in_code_enter.html",
        "en",
        views.CodeEnterPage(**enter, code="123456", fresh=True, name="Mai", errors=(unsaid,)),
    )
    over = views.CodeEnterPage(site=site("/dang-nhap/ma/nhap"), challenge="", problem="Mã này đã quá 10 phút.")
    yield "code-over", "sign_in_code_enter.html", "vi", over
    me = site("/toi/cai-dat", person=views.Person(name="Lê Thị Bích Ngọc"))
    rows = tuple(
        views.SignInRow(id=f"{number:064x}", device=device, since=NOW, last_seen=NOW, here=number == 0)
        for number, device in enumerate(("Chrome, Android", "Firefox, Windows", None))
    )
    yield (
        "settings",
        "settings.html",
        "vi",
        views.SettingsPage(site=me, sign_ins=rows, mail=True, texts=False, done="Đã lưu cách báo tin."),
    )
    yield (
        "settings-alone",
        "settings.html",
        "en",
        views.SettingsPage(
            site=me, sign_ins=rows[:1], mail=True, texts=True, problem="There is no such sign-in of yours."
        ),
    )
