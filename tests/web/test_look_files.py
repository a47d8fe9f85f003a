"""The files behind the pages: their budget, their addresses, their words, their amounts."""

import gzip
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shop.certification.models import CertificateStatus
from shop.core.actor import Role
from shop.core.i18n import catalogue
from shop.orders.models import OrderStatus
from shop.web import formats
from shop.web.art import VARIANTS, picture_of
from shop.web.render import address, render
from shop.web.static_files import IMMUTABLE, find_static, static_files, static_path
from tests.web.look_every import every_page
from tests.web.look_html import read

PAGE_BUDGET = 90_000  # bytes of scripts and styles, compressed
TEMPLATES = Path(__file__).parents[2] / "shop/web/templates"


def test_list_and_product_pages_keep_their_budget_of_scripts_and_styles():
    sizes = {}
    for name in ("list", "product"):
        _, template, locale, page = every_page()[name]
        root, _ = read(render(template, locale, page))
        links = {link.attrs["href"] for link in root.all("link") if link.attrs["rel"] == "stylesheet"}
        scripts = {script.attrs["src"] for script in root.all("script")}
        files = [find_static(path.removeprefix("/static/"))[0] for path in links | scripts]
        sizes[name] = sum(len(file.packed or file.body) for file in files)

    assert all(2_000 < size <= PAGE_BUDGET for size in sizes.values()), sizes


def test_a_file_may_be_kept_for_ever_only_under_the_hash_of_what_it_holds():
    path = static_path("css/day.css").removeprefix("/static/")

    file, keep = find_static(path)

    assert keep == IMMUTABLE
    assert gzip.decompress(file.packed) == file.body
    assert find_static("css/day.css")[1] != IMMUTABLE
    assert find_static("0000000000/css/day.css")[1] != IMMUTABLE


@pytest.mark.parametrize(
    "path", ["", "/", "../render.py", "css/../../render.py", "0123456789/", "css", "css/tokens.css"]
)
def test_nothing_but_the_listed_files_is_found(path):
    assert find_static(path) is None


def test_modules_import_only_modules_that_are_served_beside_them():
    scripts = {path: file.body.decode() for path, file in static_files().items() if path.startswith("js/")}

    asked = {f"js/{name}" for body in scripts.values() for name in re.findall(r'from "\./([\w.]+)"', body)}

    assert asked
    assert asked <= set(scripts)
    assert len({static_files()[path].digest for path in scripts}) == 1


def test_style_and_script_files_stay_readable():
    folder = TEMPLATES.parent / "static"
    long = [file.name for file in folder.rglob("*.css") if file.read_text().count("\n") > 300]
    long += [file.name for file in folder.rglob("*.js") if file.read_text().count("\n") > 200]

    assert long == []


def test_every_sentence_a_template_names_is_in_the_catalogue():
    sources = "\n".join(file.read_text() for file in TEMPLATES.rglob("*.html"))
    named = {key for _, key in re.findall(r"""\bt\((["'])(web\.[\w.]+)\1[,)]""", sources)}

    assert len(named) > 200
    assert named - set(catalogue()) == set()


@pytest.mark.parametrize("status", OrderStatus)
def test_every_order_status_has_its_words(status):
    assert {f"web.order.{status.value}.{word}" for word in ("tag", "head", "more")} <= set(catalogue())


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_word(role):
    assert f"web.roles.{role.value}" in catalogue()


def test_no_sentence_shouts_or_begs():
    ours = {key: words["vi"] for key, words in catalogue().items() if key.startswith("web.")}

    assert [key for key, words in ours.items() if "!" in words or "quý khách" in words.lower()] == []


@pytest.mark.parametrize(
    ("group", "key"),
    [
        ("Thực phẩm", "food"),
        ("do-uong", "drink"),
        ("Dược liệu và sản phẩm từ dược liệu", "herb"),
        ("Thảo dược", "herb"),
        ("Thủ công mỹ nghệ", "craft"),
        ("Hàng thủ công mỹ nghệ", "craft"),
        ("Vải và may mặc", "craft"),
        ("Lưu niệm - nội thất - trang trí", "craft"),
        ("Sinh vật cảnh", "plant"),
        ("Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch", "tour"),
        ("Dịch vụ du lịch nông thôn, bán hàng", "tour"),
        (None, "food"),
    ],
)
def test_every_group_has_its_drawing(group, key):
    pictures = {picture_of(group, f"Sản phẩm {n}") for n in range(100)}

    assert pictures == {f"/static/art/{key}-{n}.svg" for n in range(1, VARIANTS[key] + 1)}
    assert all(find_static(path.removeprefix("/static/")) for path in pictures)
    assert picture_of(group, "Gạo nếp") == picture_of(group, "gao nep")


def test_amounts_and_dates_are_written_as_each_language_does():
    at = datetime(2026, 11, 27, 17, 30, tzinfo=UTC)  # already the 28th in Hà Nội

    assert formats.dong("vi", 1_250_000) == "1.250.000\u00a0₫"
    assert formats.dong("en", 1_250_000) == "1,250,000\u00a0₫"
    assert formats.day("vi", at) == "28/11/2026"
    assert formats.day("en", date(2028, 6, 6)) == "6 Jun 2028"
    assert formats.clock(at) == "00:30"
    assert formats.weekday("vi", at) == "thứ Bảy"
    assert formats.distance("vi", 2_140) == "2,1\u00a0km"
    assert formats.distance("en", 857) == "850\u00a0m"


def test_english_pages_stand_below_en():
    assert [address("en", path) for path in ("/", "/san-pham", "/?q=a")] == ["/en", "/en/san-pham", "/en?q=a"]
    assert address("vi", "/san-pham") == "/san-pham"


def test_potential_five_never_shows_five_stars():
    _, template, _, page = every_page()["verify-year"]

    body = render(template, "vi", page).decode()

    assert "Tiềm năng 5 sao" in body
    assert not re.search(r"(?<!năng )5 sao", body)


def test_what_is_not_known_is_said():
    _, template, _, page = every_page()["product-off"]

    root, _ = read(render(template, "vi", page))

    facts = {term.text(): term.parent.all("dd")[0].text() for term in root.all("dt")}
    assert page.certificate.status is CertificateStatus.CERTIFIED
    assert [facts[name] for name in ("Quyết định", "Ngày cấp", "Quận, huyện lúc cấp")] == ["chưa rõ"] * 3
    assert facts["Chủ thể OCOP"] == "Chủ thể chưa rõ"
    assert "Hạng sao chưa rõ" in root.text()


def test_what_people_write_is_shown_as_text():
    for name in ("room", "verify-unknown"):
        _, template, locale, page = every_page()[name]
        body = render(template, locale, page).decode()
        assert "<b>" not in body.split("Minh Đức</span>")[1][:80] if name == "room" else "&lt;script&gt;" in body


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+84912345678", "0912 345 678"),
        ("+842438251234", "024 3825 1234"),
        ("•••• 678", "•••• 678"),
        ("+33612345678", "+33612345678"),
    ],
)
def test_a_telephone_number_is_written_as_people_here_say_it(number, written):
    assert formats.phone(number) == written
