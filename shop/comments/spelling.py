"""How people type: case, marks that are left out, signs nobody sees, words glued to numbers. Pure."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
_UNMARKED = {
    ord(marked): bare
    for letter in _LETTERS
    for tone in ("", *_TONES)
    if len(marked := unicodedata.normalize("NFC", letter + tone)) == 1
    and marked != (bare := "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0])
}
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]+")
_MONEY = r"(?:k|đ|d|vnđ|vnd|ng|tr|tr\d|k\d)(?![^\W_])|(?:\s?(?:ngàn|ngan|nghìn|nghin|triệu|trieu)(?![^\W_])|\s?%)"
_TOKEN = re.compile(
    r"[^\W\d_]++(?![.\-]?\d)|"  # a word, tried first as most are
    r"(?<![^\W_])(?:\d+(?:[.,]\d+)*(?:" + _MONEY + r")"  # a price
    r"|\d{1,3}(?:\.\d{3})+(?![\d.,])"  # a price in full
    r"|\d{1,2}h\d{0,2}(?![^\W_]))"  # an hour
    r"|\d+[.,]\d+(?![\d.,])|\d+/\d+(?:/\d+)*"
    r"|(?!x\d+[.,]\d)[^\W\d_]{1,5}(?:(?<!\d.)[.\-])?\d+(?!\d*[.,]\d{3})"  # letters glued to a number: A12, x2, sl2
    r"|\d+|[^\W\d_]+|[.,;:!?…\n+#=*()/&~–§×-]"
)
_PHONE = re.compile(
    r"(?<!\d)(?:(?<!\d[.,])(?:\(?\+?84\)?(?:[ .\-]?\(0\))?|0)((?:[ .\-()]{0,2}\d){9})(?!\d)|0([35789]\d{8})(?!\d))"
)
PHONE = "§"  # stands for a telephone number in a plain text
_DIGITS = re.compile(r"\D+")
_MOBILE = "35789"  # second digit of every mobile number
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_KEPT = re.compile(r"[^\W_]+|[+?]")


def plain(text: str) -> str:
    """`text` in small letters as it is typed: NFKC, without unseen signs, `okkkk` as `ok`."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return _REPEATED.sub(r"\1", " ".join(text.lower().split()))


def unmarked(text: str) -> str:
    """Small letters without Vietnamese marks, sign for sign."""
    return text if text.isascii() else text.translate(_UNMARKED)


def tokens(text: str) -> list[str]:
    """Words, numbers, codes and punctuation of a plain text."""
    return _TOKEN.findall(text)


def take_phone(text: str) -> tuple[str, str | None]:
    """A plain text without its mobile numbers, and the first of them as it is dialled inside the country."""
    first = None
    for found in _PHONE.finditer(text):
        digits = "0" + _DIGITS.sub("", found.group(1) or found.group(2))
        if digits[1] in _MOBILE:
            first = first or digits
            text = text.replace(found.group(), f" {PHONE} ")
    return text, first


def key_of(bare: str) -> str:
    """What stays the same when somebody writes the same again; takes a plain text without marks."""
    return " ".join(_KEPT.findall(bare))


@lru_cache(maxsize=4096)
def spellings(word: str) -> frozenset[str]:
    """The ways to type a word: `đặt` is also `đăt` without its tone, `đat` and `dat` without any mark.

    `đạt` is none of them: who types one mark of a letter types the other, and means another word.
    """
    toneless = unicodedata.normalize("NFC", _TONE.sub("", unicodedata.normalize("NFD", word)))
    bare = unmarked(word)
    moved = _moved(word, toneless)
    stroke = "".join(typed if typed == "đ" else letter for typed, letter in zip(toneless, bare, strict=True))
    return frozenset({word, toneless, bare, stroke, *moved})


def _moved(word: str, toneless: str) -> set[str]:
    """`gói` is also typed `goí`, `hòa` and `hoà`: the tone on another vowel."""
    tone = _TONE.search(unicodedata.normalize("NFD", word))
    if tone is None:
        return set()
    vowels = [at for at, letter in enumerate(toneless) if unmarked(letter) in "aeiouy"]
    marked = {toneless[: at + 1] + tone.group() + toneless[at + 1 :] for at in vowels}
    return {unicodedata.normalize("NFC", one) for one in marked}
