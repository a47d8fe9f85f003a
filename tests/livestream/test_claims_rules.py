"""What a host may not promise, and links."""

import pytest

from shop.livestream.claims_rules import Claim, Graded, claims_in, has_link

FOUR = Graded(4)
POTENTIAL = Graded(4, potential_five=True)


@pytest.mark.parametrize(
    "text",
    [
        "Mật ong này chữa bệnh dạ dày",
        "uống là khỏi hẳn nhé cả nhà",
        "Trà trị dứt điểm mất ngủ",
        "dùng cái này thay thế thuốc được luôn",
        "Thần dược cho người già",
        "Đặc trị xương khớp!",
        "cao nay tri benh gan",
        "This tea cures everything",
        "Không ngon không lấy tiền. Trị tận gốc ho khan.",
    ],
)
def test_food_that_heals_is_noticed(text):
    assert claims_in(text, []) == (Claim.HEALING,)


@pytest.mark.parametrize(
    "text",
    [
        "Thực phẩm này không phải là thuốc và không có tác dụng thay thế thuốc chữa bệnh",
        "Em không dám nói là khỏi bệnh đâu ạ",
        "Thuốc bắc thì nhà em không bán",
        "Gốm vỡ vẫn sửa chữa được",
        "Bệnh lười đi chợ thì em chịu",
        "Bán dứt điểm lô này trong tối nay",
    ],
)
def test_what_heals_nobody_is_left_alone(text):
    assert claims_in(text, []) == ()


@pytest.mark.parametrize(
    ("text", "pinned", "claimed"),
    [
        ("Sản phẩm OCOP 5 sao đây", [FOUR], True),
        ("OCOP năm sao nhé", [FOUR], True),
        ("hàng 5sao", [FOUR], True),
        ("five? ⭐⭐⭐⭐⭐", [FOUR], True),
        ("5 stars", [FOUR], True),
        ("tiềm năng 5 sao", [FOUR], True),
        ("tiềm năng 5 sao", [POTENTIAL], False),
        ("OCOP 5 sao", [POTENTIAL], True),
        ("OCOP 4 sao", [FOUR], False),
        ("OCOP 5 sao", [FOUR, Graded(5)], False),
        ("OCOP 5 sao", [], False),
        ("hàng Việt Nam sao lại rẻ thế", [Graded(3)], False),
        ("vì sao năm nay ít hàng? 15 sao", [Graded(3)], False),
    ],
)
def test_stars_above_the_certificate_are_noticed(text, pinned, claimed):
    assert (Claim.STARS in claims_in(text, pinned)) is claimed


@pytest.mark.parametrize(
    "text",
    [
        "vào https://lua.dao/x mua rẻ hơn",
        "www.shop-khac.vn",
        "bit.ly/3abc",
        "mua ở SHOPKHAC.COM nhé",
        "zalo.me/0912345678",
        "sho\u200bp.com",
        "HTTPS:// a",
        "ｓｈｏｐ．ｃｏｍ",
    ],
)
def test_links_are_seen(text):
    assert has_link(text)


@pytest.mark.parametrize(
    "text", ["giá 1.250.000", "2.5kg", "ngon quá.Mua liền", "TP.HCM", "lan@chomay.vn", "v.v.", "5.0 điểm", "8h.Chốt"]
)
def test_what_leads_nowhere_is_no_link(text):
    assert not has_link(text)
