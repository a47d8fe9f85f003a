"""What a host may not promise, and what a link is. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from shop.core.text import fold, squeeze

_HEALING = (
    "chữa bệnh",
    "chữa khỏi",
    "chữa lành",
    "trị bệnh",
    "trị khỏi",
    "trị dứt",
    "trị tận gốc",
    "đặc trị",
    "điều trị",
    "chữa dứt",
    "khỏi hẳn",
    "khỏi bệnh",
    "hết bệnh",
    "hết hẳn bệnh",
    "tiêu diệt tế bào",
    "chống ung thư",
    "ngừa ung thư",
    "thay thuốc",
    "thay thế thuốc",
    "không cần uống thuốc",
    "khỏi cần thuốc",
    "bỏ thuốc tây",
    "thần dược",
    "tiên dược",
    "cure",
    "cures",
    "replaces medicine",
)
_DENIED = re.compile(r"\b(?:không|chẳng|chưa|đừng|khong|chang|chua|not|never)\b")
_CLAUSE = re.compile(r"[.!?;\n]+")
_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "mot": 1, "bon": 4}
_STARS = re.compile(
    r"(?P<potential>(?:tiềm|tiem) (?:năng|nang) )?"
    rf"(?<!\w)(?P<count>[1-5]|{'|'.join(_NUMBERS)}) ?(?:sao|stars?|\*)(?!\w)"
)
_DRAWN = re.compile(r"(?:[⭐★🌟]\ufe0f? ?){2,5}")
_ENDINGS = "com|vn|net|org|info|biz|shop|store|online|site|xyz|top|link|page|app|io|me|ly|gl|cc|co|asia|live|click"
_LINK = re.compile(
    rf"https?:\s*//|\bwww\s?\.|(?<![\w@.])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:{_ENDINGS})(?![\w])(?:[/:?]\S*)?",
    re.ASCII,
)


class Claim(StrEnum):
    """What a text of a host promises and may not."""

    HEALING = "healing"  # food that heals: only medicine may say so (law on advertising, article 8; decree 15/2018)
    STARS = "stars"  # more stars than the certificate of anything pinned


class Graded(msgspec.Struct, frozen=True):
    """The certificate of something pinned."""

    stars: int
    potential_five: bool = False


def claims_in(text: str, pinned: Sequence[Graded]) -> tuple[Claim, ...]:
    """What `text` promises and may not while `pinned` stands in the room."""
    line = squeeze(text).lower()
    found = []
    if any(_heals(clause) for clause in _CLAUSE.split(line)):
        found.append(Claim.HEALING)
    if pinned and any(_exceeds(stars, potential, pinned) for stars, potential in _stars(line)):
        found.append(Claim.STARS)
    return tuple(found)


def has_link(text: str) -> bool:
    """Whether `text` leads elsewhere."""
    shown = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return _LINK.search(shown.lower()) is not None


def _heals(clause: str) -> bool:
    """Whether the clause says that something heals. The sentence the law wants (`không phải là thuốc`) denies it."""
    phrases = _HEALING if fold(clause) != clause else tuple(fold(phrase) for phrase in _HEALING)
    found = re.search(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", clause)
    return found is not None and _DENIED.search(clause[: found.start()]) is None


def _stars(line: str) -> Iterator[tuple[int, bool]]:
    """How many stars a line speaks of, and whether it calls them potential."""
    for found in _STARS.finditer(line):
        count = found["count"]
        yield (_NUMBERS.get(count) or int(count)), found["potential"] is not None
    for drawn in _DRAWN.finditer(line):
        yield sum(sign in "⭐★🌟" for sign in drawn.group()), False


def _exceeds(stars: int, potential: bool, pinned: Sequence[Graded]) -> bool:
    if potential and any(grade.potential_five for grade in pinned):
        return False
    return stars > max(grade.stars for grade in pinned)
