"""Numbers of a comment, and letters glued to them: `2,5`, `02`, `A12`, `x2`, `1kg2`, `lấy2`."""

from decimal import Decimal

from shop.comments.row import Codes, Row
from shop.comments.words import ALONE, UNIT_WORDS, WORDS, Kind

LONGEST_CODE = 3  # letters of what looks like a code nobody knows
_NEVER_GLUED = frozenset({Kind.ME, Kind.PERSON, Kind.NOT, Kind.MEASURE})
_WEEKDAYS = frozenset({"t2", "t3", "t4", "t5", "t6", "t7"})
_NAMES_NEXT = frozenset({Kind.CODE_WORD, Kind.CANCEL, Kind.CHANGE, Kind.INTO})
_WANTED = frozenset({None, Kind.ORDER, Kind.GIVE, Kind.ADD, Kind.CANCEL, Kind.ME, Kind.PERSON, Kind.SOFT, Kind.HARD})
_GLUED_VERBS = ("chot", "lay", "mua", "dat")
_KILOS = frozenset({"kg", "ky", "ki", "can"})


class Numbers(Row):
    """Reads what begins with a number, or ends in one."""

    def number(self, word: str) -> None:
        """Put what begins with a digit, and stands by itself."""
        before = self.before()
        if not word.isdigit():
            self._broken(word)
        elif before is Kind.NUMBERED:
            if self.values[-1] == "thứ":
                self.kinds[-1] = Kind.FILLER  # a weekday says nothing of goods
            self.put(self.kinds[-1] if self.kinds[-1] is Kind.FILLER else Kind.UNKNOWN)
        elif before is Kind.CODE_WORD:
            self.code(self.line_up.by_number(word), word)
        else:
            self.put(Kind.NUMBER, int(word[:9]))
            if word[0] == "0" and not self._filled_up(word):
                self.kinds[-1] = Kind.CODE if self.line_up.by_code(word) else Kind.UNKNOWN
                self.values[-1] = self.line_up.by_code(word)

    def _filled_up(self, word: str) -> bool:
        """`02 hộp`, `x 02`, as on a form; else nobody counts so."""
        counts = self.kinds[-2:-1] == [Kind.TIMES] or self.after() in UNIT_WORDS
        return counts and word != "00" and not self.line_up.by_code(word)

    def _broken(self, word: str) -> None:
        """`2,5` and `1/2`, or a price, an hour, a date."""
        over, slash, under = word.partition("/")
        whole = word.replace(",", ".")
        if slash and over.isdigit() and under in {"2", "3", "4"} and self.after() in UNIT_WORDS:
            self.put(Kind.NUMBER, Decimal(over) / Decimal(under))
        elif whole.replace(".", "", 1).isdigit() and len(whole.partition(".")[2]) < LONGEST_CODE:
            self.put(Kind.NUMBER, Decimal(whole))
        elif word[-1].isdigit() and "h" not in word and slash:
            self.put(Kind.UNKNOWN)
        elif "h" in word and self.before() is Kind.NUMBERED:
            self.kinds[-1] = Kind.FILLER  # "lúc 20h30"
        else:
            self.put(Kind.PRICE)

    def code(self, lines: Codes, word: str) -> None:
        """Put `word`, the code of `lines`; without lines it only looks like one."""
        if self.before() is Kind.NUMBERED:
            self.put(Kind.UNKNOWN)
        elif lines:
            self.put(Kind.CODE, lines)
        else:
            self.put(Kind.STRANGE, word)

    def glued(self, word: str) -> None:
        """Put letters with a number behind them."""
        letters = word.rstrip("0123456789")
        digits = word[len(letters) :]
        letters = letters.rstrip(".-")
        found = self.line_up.by_code(letters + digits)
        if letters in _KILOS and self._and_tenths(digits):
            return
        if found and letters == "x" and not self._alone():
            self.put(Kind.UNCLEAR)
        elif found:
            self.code(found, word)
        elif letters == "x":
            self.put(Kind.TIMES)
            self.number(digits)
        else:
            self._no_code(word, letters, digits)

    def _no_code(self, word: str, letters: str, digits: str) -> None:
        """`xA12`, `mã12`, `t7`, or what looks like a code nobody has."""
        timed = self.line_up.by_code(letters[1:] + digits) if letters[0] == "x" else ()
        verb = next((one for one in _GLUED_VERBS if self.line_up.by_code(letters.removeprefix(one) + digits)), None)
        if verb is not None:
            self.put(Kind.ORDER, verb)
            self.code(self.line_up.by_code(letters.removeprefix(verb) + digits), word)
        elif timed or (letters in self.line_up.letters and self._like_a_code()):
            self.code(timed, word)
        elif letters in ALONE and self._glued_word(letters, digits):
            return
        elif len(letters) > LONGEST_CODE or word in _WEEKDAYS:
            self.put(Kind.UNKNOWN)
        else:
            self.code((), word)

    def _alone(self) -> bool:
        """Whether `x4` is the code X4 and cannot be so many: with a number of its own, or where something is undone."""
        counted = self.after()[:1].isdigit() or self.after()[:1] == "x" or self.after() in {"chuc", "ta", "nua"}
        return self.before() in _NAMES_NEXT or (counted and self.before() not in {Kind.CODE, Kind.OPTION})

    def _like_a_code(self) -> bool:
        """`lấy P12 3 hộp`, `T3 2 gói`: where the line-up has such letters, this is no `phường 12` and no weekday."""
        return self.after().isdigit() and self.before() in _WANTED

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
                self.number(digits)
            return True
        return False
