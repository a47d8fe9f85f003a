"""A comment as a row of signs: each word, number or name with what it can mean where it stands."""

from decimal import Decimal

from shop.comments.names import find_name, further_word, second_word
from shop.comments.places import CALLED, may_mean
from shop.comments.row import Codes, Row, Value
from shop.comments.spelling import PHONE
from shop.comments.words import ALONE, NUMBERS, PHRASES, UNIT_WORDS, WORDS, Entry, Kind

_BREAKS = {
    ",": Kind.SOFT,
    ";": Kind.HARD,
    ".": Kind.HARD,
    "…": Kind.HARD,
    "\n": Kind.HARD,
    "!": Kind.HARD,
    "?": Kind.MARK,
    "&": Kind.AND,
    "/": Kind.AND,
    "*": Kind.TIMES,
    "×": Kind.TIMES,
    PHONE: Kind.PHONE,
    "#": Kind.CODE_WORD,
}
_COUNTS = ([Kind.NUMBER], [Kind.TIMES], [Kind.WORD_NUMBER])
_COUNTABLE = frozenset({Kind.UNIT, Kind.DOZEN, Kind.WORD_NUMBER})
_BEGINNINGS = (None, Kind.PHONE, Kind.HARD, Kind.SOFT, Kind.AND, Kind.CODE, Kind.UNIT)
_PAUSES = frozenset({Kind.FILLER, Kind.HARD, Kind.PHONE, Kind.SOFT, Kind.AGAIN, Kind.CODE, Kind.OPTION, Kind.MARK})
_COUNTING = frozenset(
    {
        Kind.EACH,
        Kind.EACH_OPTION,
        Kind.ADD,
        Kind.TIMES,
        Kind.ORDER,
        Kind.GIVE,
        Kind.ME,
        Kind.WORD_NUMBER,
        Kind.CODE,
        Kind.OPTION,
        Kind.NUMBER,
    }
)
_NEVER_GLUED = frozenset({Kind.ME, Kind.PERSON, Kind.NOT, Kind.MEASURE})
_WEEKDAYS = frozenset({"t2", "t3", "t4", "t5", "t6", "t7"})
_KILOS = frozenset({"kg", "ky", "ki", "can"})
_DRAWN = frozenset({"aa", "ee", "ii", "yy"})
_DRAWN_LETTERS = 2
_LONGEST_CODE = 3  # letters of what looks like a code nobody knows
_ODD_PARTS = 7  # words and dashes of the longest code
_VOCATIVE = "oi"


class Reader(Row):
    """Reads one comment from left to right; what stands before decides what a word can be."""

    def read(self) -> "Reader":
        """Read to the end."""
        bare = self.bare
        count = len(bare)
        while self.at < count:
            word = bare[self.at]
            if self.line_up.odd and self._odd():
                continue
            if word.isalpha():
                if not self._spaced(word) and not self._known(word):
                    self._strange_word()
            elif word[0].isalnum():
                self._numbered(word)
            else:
                self._punctuation(word)
        if Kind.WORD_NUMBER in self.kinds:
            self._settle_words()
        self._number_as_code()
        return self

    def _settle_words(self) -> None:
        """`ba hộp` is a number, `chị Ba` a name, `để sau` neither."""
        for at, kind in enumerate(self.kinds):
            if kind is not Kind.WORD_NUMBER:
                continue
            before = self.kinds[at - 1] if at else None
            after = self.kinds[at + 1] if at + 1 < len(self.kinds) else Kind.HARD
            if after in _COUNTABLE or (after == Kind.CODE and before in _BEGINNINGS):
                continue
            if before is Kind.PERSON:
                self.kinds[at] = Kind.UNCLEAR if after is Kind.CODE else Kind.FILLER
            elif not (after in _PAUSES and before in _COUNTING):
                self.kinds[at] = Kind.UNKNOWN

    def _number_as_code(self) -> None:
        """`12 2 chai`: the first of two numbers is a code, where goods are pinned."""
        if self.pinned is None or Kind.CODE in self.kinds or Kind.NUMBER not in self.kinds:
            return
        at = self.kinds.index(Kind.NUMBER)
        value = self.values[at]
        if self.kinds[at + 1 : at + 2] in _COUNTS and isinstance(value, int):
            lines = self.line_up.by_number(str(value))
            if lines:
                self.kinds[at] = Kind.CODE
                self.values[at] = lines

    # numbers and punctuation

    def _punctuation(self, sign: str) -> None:
        self.at += 1
        if sign == "+":
            self.put(Kind.TIMES if self.after(0).isdigit() else Kind.AND)
        elif sign in "-~–" and self.before() is Kind.NUMBER and self.after(0).isdigit():
            self.kinds[-1] = Kind.UNCLEAR
            self.at += 1
        elif sign in _BREAKS:
            self.put(_BREAKS[sign])

    def _number(self, word: str) -> None:
        before = self.before()
        if not word.isdigit():
            self._broken(word)
        elif before is Kind.NUMBERED:
            self.put(Kind.UNKNOWN)
        elif before is Kind.CODE_WORD:
            self._code(self.line_up.by_number(word), word)
        else:
            self.put(Kind.NUMBER, int(word[:9]))
            if word[0] == "0":  # nobody counts like this
                self.kinds[-1] = Kind.CODE if self.line_up.by_code(word) else Kind.UNKNOWN
                self.values[-1] = self.line_up.by_code(word)

    def _broken(self, word: str) -> None:
        """`2,5` and `1/2`, or a price, an hour, a date."""
        over, slash, under = word.partition("/")
        whole = word.replace(",", ".")
        if slash and over.isdigit() and under in {"2", "3", "4"} and self.after() in UNIT_WORDS:
            self.put(Kind.NUMBER, Decimal(over) / Decimal(under))
        elif whole.replace(".", "", 1).isdigit() and len(whole.partition(".")[2]) < _LONGEST_CODE:
            self.put(Kind.NUMBER, Decimal(whole))
        elif word[-1].isdigit() and "h" not in word and slash:
            self.put(Kind.UNKNOWN)
        else:
            self.put(Kind.PRICE)

    # codes

    def _code(self, lines: Codes, word: str) -> None:
        if self.before() is Kind.NUMBERED:
            self.put(Kind.UNKNOWN)
        elif lines:
            self.put(Kind.CODE, lines)
        else:
            self.put(Kind.STRANGE, word)

    def _glued(self, word: str) -> None:
        letters = word.rstrip("0123456789")
        digits = word[len(letters) :]
        letters = letters.rstrip(".-")
        found = self.line_up.by_code(letters + digits)
        if letters in _KILOS and self._and_tenths(digits):
            return
        if found and letters == "x" and self.before() != Kind.CODE_WORD:
            self.put(Kind.UNCLEAR)
        elif found:
            self._code(found, word)
        elif letters == "x":
            self.put(Kind.TIMES)
            self._number(digits)
        elif letters[0] == "x" and (found := self.line_up.by_code(letters[1:] + digits)):
            self._code(found, word)
        elif letters in ALONE and self._glued_word(letters, digits):
            return
        elif len(letters) > _LONGEST_CODE or word in _WEEKDAYS:
            self.put(Kind.UNKNOWN)
        else:
            self._code((), word)

    def _and_tenths(self, digits: str) -> bool:
        """`1kg2` is 1.2 kg, but `1kg2 gói` are two goods."""
        number = self.values[-1] if self.before() is Kind.NUMBER else None
        if not isinstance(number, int) or len(digits) > 1 or self.after() in UNIT_WORDS:
            return False
        self.values[-1] = number + Decimal(digits) / 10
        self.put(Kind.UNIT, "kg")
        return True

    def _glued_word(self, letters: str, digits: str) -> bool:
        """`mã12`, `lấy2`, `q7`: a word that forgot its space."""
        typed = self.typed[self.at].rstrip("0123456789").rstrip(".-")
        for entry in WORDS[letters]:
            if entry.kind in _NEVER_GLUED or typed not in entry.typed[0]:
                continue
            if len(letters) == 1 and entry.kind is not Kind.NUMBERED:
                continue
            if entry.kind is Kind.NUMBERED:
                self.put(Kind.UNKNOWN)
            else:
                self.put(entry.kind, entry.value)
                self._number(digits)
            return True
        return False

    def _odd(self) -> bool:
        """Codes of a form of their own, `OCOP-HN-7`, with whatever between their parts."""
        read = ""
        for at in range(self.at, min(self.at + _ODD_PARTS, len(self.bare))):
            read += self.bare[at].strip("-.").replace("-", "").replace(".", "")
            if read in self.line_up.odd:
                self._code((self.line_up.odd[read],), read)
                self.at = at + 1
                return True
        return False

    def _spaced(self, word: str) -> bool:
        """`a 12`."""
        digits = self.after()
        found = self.line_up.by_code(word + digits) if digits.isdigit() else ()
        if not found:
            return False
        if self.after(2) in UNIT_WORDS:
            if word in ALONE:
                return False  # "cho a 12 hộp"
            self.put(Kind.UNCLEAR)
        elif word in ALONE and self.before() is Kind.GIVE:
            self.put(Kind.UNCLEAR)
        else:
            self._code(found, word)
        self.at += 2
        return True

    def _name_with_number(self, word: str) -> bool:
        """`100ml`, `st25`: an option or a name with a number in it; a code goes first."""
        named = None if self.line_up.by_code(word) else find_name(self, word)
        return named is not None and self._take(named.kind, named.value, named.size)

    def _numbered(self, word: str) -> None:
        if word in self.line_up.beginnings and self._name_with_number(word):
            return
        if word[0].isdigit():
            self._number(word)
        else:
            self._glued(word)
        self.at += 1

    # words

    def _known(self, word: str) -> bool:
        if self.after() == _VOCATIVE and word not in CALLED:
            self.put(Kind.UNKNOWN)  # somebody's name
            self.at += 2
            return True
        named = find_name(self, word) if word in self.line_up.beginnings else None
        long = 0 if named is None else named.size
        for entry in PHRASES.get((word, self.after()), ()):
            if entry.size > long and self._fits(entry) and may_mean(self, entry):
                return self._take(entry.kind, entry.value, entry.size)
        if named is not None:
            return self._take(named.kind, named.value, long)
        typed = self.typed[self.at]
        for entry in WORDS.get(word, ()):
            if typed in entry.first and may_mean(self, entry):
                return self._take(entry.kind, entry.value, 1)
        return False

    def _word_of_name(self, word: str) -> bool:
        lines = further_word(self, word)
        if lines:
            self.values[-1] = lines
            self.at += 1
            return True
        lines = second_word(self, word)
        return bool(lines) and self._take(Kind.CODE, lines, 1)

    def _take(self, kind: Kind, value: Value, size: int) -> bool:
        if kind is Kind.PINNED:
            kind, value = (Kind.UNCLEAR, None) if self.pinned is None else (Kind.CODE, (self.pinned,))
        self.put(kind, value)
        self.at += size
        return True

    def _fits(self, entry: Entry) -> bool:
        """Whether a phrase begins here, its words typed in a way that may stand for it."""
        end = self.at + entry.size
        return tuple(self.bare[self.at : end]) == entry.words and all(
            typed in allowed for typed, allowed in zip(self.typed[self.at : end], entry.typed, strict=True)
        )

    def _strange_word(self) -> None:
        """A word nobody knows is a unit of the line-up behind a number, a name behind `chị` or `cho`."""
        word = self.bare[self.at]
        if word[-2:] in _DRAWN and len(word) > _DRAWN_LETTERS:
            self.bare[self.at], self.typed[self.at] = word[:-1], self.typed[self.at][:-1]  # "nhaa", "nèe"
            return
        if word in self.line_up.units and self.before() in NUMBERS:
            self._take(Kind.UNIT, word, 1)
            return
        if self.typed[self.at] in self.line_up.spelled and self._word_of_name(word):
            return
        named = self.kinds and (self.kinds[-1] is Kind.PERSON or self.values[-1] == "cho")
        for_others = named and "shop" in self.values and Kind.ORDER in self.kinds
        self.put((Kind.PERHAPS if for_others else Kind.FILLER) if named else Kind.UNKNOWN)
        self.at += 1
