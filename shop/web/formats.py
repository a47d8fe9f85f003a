"""How amounts, dates and times are written for people, in Vietnamese and in English; times are Hà Nội's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shop.core.i18n import Locale
from shop.core.money import show

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS: dict[Locale, tuple[str, ...]] = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
VIETNAM = "+84"
LANDLINE = "02"  # how their numbers begin, mobile ones never
THOUSAND = 1000  # metres of a kilometre, grams of a kilogram


def dong(locale: Locale, amount: int) -> str:
    """`1.250.000 ₫` or `1,250,000 ₫`, with a no-break space."""
    return show(amount) if locale == "vi" else f"{amount:,}\u00a0₫"


def number(locale: Locale, amount: int) -> str:
    """`1.284` or `1,284`."""
    return f"{amount:,}".replace(",", "." if locale == "vi" else ",")


def day(locale: Locale, value: date) -> str:
    """`27/11/2026` or `27 Nov 2026`; an instant is taken in Hà Nội."""
    if isinstance(value, datetime):
        value = value.astimezone(HANOI).date()
    if locale == "vi":
        return f"{value:%d/%m/%Y}"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def points(locale: Locale, value: float) -> str:
    """`4,6` or `4.6`: an average of what buyers gave."""
    written = f"{value:.1f}"
    return written.replace(".", ",") if locale == "vi" else written


def month(locale: Locale, value: date) -> str:
    """`06/2028` or `Jun 2028`."""
    return f"{value:%m/%Y}" if locale == "vi" else f"{_MONTHS[value.month - 1]} {value.year}"


def weekday(locale: Locale, value: date) -> str:
    """`thứ Sáu` or `Friday`; an instant is taken in Hà Nội."""
    if isinstance(value, datetime):
        value = value.astimezone(HANOI).date()
    return _DAYS[locale][value.weekday()]


def clock(value: datetime) -> str:
    """`20:30` in Hà Nội."""
    return f"{value.astimezone(HANOI):%H:%M}"


def moment(locale: Locale, value: datetime) -> str:
    """`20:30, 27/11/2026`."""
    return f"{clock(value)}, {day(locale, value)}"


def distance(locale: Locale, metres: int) -> str:
    """`850 m`, `2,1 km` or `2.1 km`."""
    if metres < THOUSAND:
        return f"{metres // 10 * 10}\u00a0m"
    written = f"{metres / THOUSAND:.1f}"
    return f"{written.replace('.', ',') if locale == 'vi' else written}\u00a0km"


def weight(locale: Locale, grams: int) -> str:
    """`500 g`, `1,25 kg` or `1.25 kg`."""
    if grams < THOUSAND:
        return f"{grams}\u00a0g"
    written = f"{grams / THOUSAND:.3f}".rstrip("0").rstrip(".")
    return f"{written.replace('.', ',') if locale == 'vi' else written}\u00a0kg"


def phone(number: str) -> str:
    """`0912 345 678` of `+84912345678`, `024 3825 1234` of a landline, as people here say it.

    A number of another country stays as it is.
    """
    if not number.startswith(VIETNAM):
        return number
    digits = "0" + number.removeprefix(VIETNAM)
    if digits.startswith(LANDLINE):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
