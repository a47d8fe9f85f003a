"""A comment as a row of signs: each word, number or name with what it can mean where it stands."""

from shop.comments.names import find_name, further_word, second_word
from shop.comments.numbers import Numbers
from shop.comments.places import CALLED, may_mean
from shop.comments.row import Value
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
_DRAWN = frozenset({"aa", "ee", "ii", "yy"})
_DRAWN_LETTERS = 2
_ODD_PARTS = 7  # words and dashes of the longest code
_VOCATIVE = "oi"
_CALLING = ("ơi", "oi")  # not "ổi", the fruit


class Reader(Numbers):
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
            if after is Kind.PERSON:
                self.kinds[at] = Kind.FILLER  # "hai mẹ con em"
            elif before is Kind.PERSON:
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

    # punctuation and codes

    def _punctuation(self, sign: str) -> None:
        self.at += 1
        if sign == "+":
            self.put(Kind.TIMES if self.after(0).isdigit() else Kind.AND)
        elif sign in "-~–" and self.before() is Kind.NUMBER and self.after(0).isdigit():
            self.kinds[-1] = Kind.UNCLEAR
            self.at += 1
        elif sign in _BREAKS:
            self.put(_BREAKS[sign])

    def _odd(self) -> bool:
        """Codes of a form of their own, `OCOP-HN-7`, with whatever between their parts."""
        read = ""
        for at in range(self.at, min(self.at + _ODD_PARTS, len(self.bare))):
            read += self.bare[at].strip("-.").replace("-", "").replace(".", "")
            if read in self.line_up.odd:
                self.code((self.line_up.odd[read],), read)
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
            self.code(found, word)
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
            self.number(word)
        else:
            self.glued(word)
        self.at += 1

    # words

    def _known(self, word: str) -> bool:
        if self.after() == _VOCATIVE and self.typed[self.at + 1] in _CALLING and word not in CALLED:
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
        if word in self.line_up.units:
            self._take(Kind.FILLER, word, 1)  # "hủy đôi dép"
            return
        if self.typed[self.at] in self.line_up.spelled and self._word_of_name(word):
            return
        named = self.kinds and (self.kinds[-1] is Kind.PERSON or self.values[-1] == "cho")
        for_others = named and "shop" in self.values and Kind.ORDER in self.kinds
        self.put((Kind.PERHAPS if for_others else Kind.FILLER) if named else Kind.UNKNOWN)
        self.at += 1
