"""What others may read of a person."""

import pytest

from shop.core.masks import mask_phones, public_name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0912345678", "•••• 678"),
        ("gọi 091.234.5678 nhé", "gọi •••• 678 nhé"),
        ("+84 (0)912 345 678", "•••• 678"),
        ("84912345678", "•••• 678"),
        ("máy bàn 024 3825 1234", "máy bàn •••• 234"),
        ("hai số 0912345678 và 0987654321", "hai số •••• 678 và •••• 321"),
        ("A12,0912345678 x2.0912345678", "A12,•••• 678 x2.•••• 678"),
        ("(84)912 345 678", "•••• 678"),
        ("giá 1.250.000", "giá 1.250.000"),
        ("giá 100.000.000", "giá 100.000.000"),
        ("A12 x2, 20/11/2026", "A12 x2, 20/11/2026"),
        ("đơn CM-7F3K-92PM", "đơn CM-7F3K-92PM"),
        ("mã 12309123456789", "mã 12309123456789"),
    ],
)
def test_telephone_numbers_are_hidden_and_prices_are_not(text, shown):
    assert mask_phones(text) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Lê Thị Bích Ngọc", "Ngọc L."), ("Bình", "Bình"), ("Lan 0912345678", "678 L."), ("  ", "")],
)
def test_a_name_in_public_is_the_given_name_and_a_letter(name, shown):
    assert public_name(name) == shown
