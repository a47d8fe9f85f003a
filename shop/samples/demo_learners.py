"""Names of sample learners and organisations: made up by rule, so that each load makes the same."""

from shop.samples.write import Values

LEARNERS = 504
ORGANISATIONS = 273

_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý")
_MIDDLES = ("Thị", "Văn", "Thu", "Minh", "Ngọc", "Quang", "Thanh")
_GIVEN = ("Lan", "Hà", "Mai", "Hương", "Bình", "Dũng", "Yến", "Sơn", "Thảo", "Tuấn", "Ánh", "Khánh", "Phúc", "Vân")
_KINDS = ("Hợp tác xã", "Công ty TNHH", "Hộ kinh doanh", "Tổ hợp tác", "Công ty cổ phần", "Cơ sở", "Làng nghề")
_GOODS = (
    "Gốm",
    "Lụa",
    "Mây tre",
    "Chè",
    "Mật ong",
    "Cốm",
    "Giò chả",
    "Sơn mài",
    "Nếp cái",
    "Trà sen",
    "Rau sạch",
    "Bưởi",
    "Thêu",
)
_PLACES = ("Đông", "Đoài", "Thượng")  # parts of a village; 7 × 13 × 3 = 273


def organisations() -> list[str]:
    """273 of them, each once, none of them real."""
    return [f"{kind} {goods} thôn {place} (mẫu)" for kind in _KINDS for goods in _GOODS for place in _PLACES]


def people() -> list[Values]:
    """504 learners without a password: nobody signs in as one of them."""
    return [
        {
            "name": f"{_pick(_SURNAMES, n)} {_pick(_MIDDLES, n // 5)} {_pick(_GIVEN, n // 3)}",
            "email": f"hoc-vien-{n + 1:03}@chomay.example",
            "sample": True,
        }
        for n in range(LEARNERS)
    ]


def _pick(words: tuple[str, ...], n: int) -> str:
    return words[n % len(words)]
