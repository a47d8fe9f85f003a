"""Phrases an officer should look at before a text goes live. A warning, never a block. Pure.

Sources: healing words for goods that are no medicine, as for functional food (Decree 15/2018/NĐ-CP, article 27;
the programme's list for herbal goods); superlatives without proof (Law on Advertising 16/2012/QH13, article 8,
clause 11); stars other than the certificate's (Decision 148/QĐ-TTg: a rank is what the decision says).
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from shop.core.text import fold


class ClaimKind(StrEnum):
    """Why a phrase is pointed out."""

    HEALING = "healing"
    SUPERLATIVE = "superlative"
    STARS = "stars"


class Claim(msgspec.Struct, frozen=True):
    """A phrase in a field, as it is written there."""

    field: str
    phrase: str
    kind: ClaimKind


HEALING = (
    "chữa bệnh",
    "chữa khỏi",
    "chữa trị",
    "khỏi hẳn",
    "khỏi bệnh",
    "điều trị",
    "đặc trị",
    "trị dứt điểm",
    "thần dược",
    "thay thế thuốc",
    "phòng ung thư",
    "cures",
    "heals",
    "treats disease",
    "miracle",
)
SUPERLATIVES = ("tốt nhất", "ngon nhất", "duy nhất", "số một", "số 1", "hàng đầu việt nam", "the best", "number one")
_STARS = re.compile(
    r"(?<!\w)([1-5]|một|hai|ba|bốn|năm|one|two|three|four|five)[\s-]+(?:sao|stars?)(?!\w)", re.IGNORECASE
)
_NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_POTENTIAL = re.compile(r"(?:tiềm năng|potential)\s*$", re.IGNORECASE)
_HOPED = 5  # potential five is four stars with a file good enough for five


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of these words, with their marks or wholly without."""
    written = {form for phrase in phrases for form in (phrase, fold(phrase))}
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(one) for one in sorted(written)) + r")(?!\w)", re.IGNORECASE)


_PHRASES = ((ClaimKind.HEALING, _pattern(HEALING)), (ClaimKind.SUPERLATIVE, _pattern(SUPERLATIVES)))


def find_claims(texts: Mapping[str, str], stars: int | None, potential_five: bool) -> list[Claim]:
    """The phrases to look at, field by field; each once a field. `stars` are those in force, None without any."""
    found: dict[Claim, None] = {}
    for field, text in texts.items():
        for kind, pattern in _PHRASES:
            found |= {Claim(field, hit[0], kind): None for hit in pattern.finditer(text)}
        for hit in _STARS.finditer(text):
            said = _NUMBERS.get(hit[1].lower()) or int(hit[1])
            hoped = said == _HOPED and potential_five and _POTENTIAL.search(text[: hit.start()])
            if said != stars and not hoped:
                found[Claim(field, hit[0], ClaimKind.STARS)] = None
    return list(found)
