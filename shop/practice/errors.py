"""Refusals of practice."""

from shop.core.errors import Conflict, Forbidden, Invalid, NotFound


class PracticeUnknown(NotFound):
    """No run has this address."""

    code = "practice_unknown"


class PracticeOver(Conflict):
    """The run has ended."""

    code = "practice_over"


class PracticeOnAir(Conflict):
    """The session is on air or over: there is nothing left to rehearse."""

    code = "practice_on_air"


class PracticeNotYours(Forbidden):
    """Neither in a course nor a host."""

    code = "practice_not_yours"


class PracticeFull(Conflict):
    """So much was done in the run that it takes no more."""

    code = "practice_full"


class PracticeRunsOpen(Conflict):
    """As many runs are open as one person may have."""

    code = "practice_runs_open"


class PracticeWithout(Conflict):
    """What the desk can do on air and not in practice."""

    code = "practice_without"


class PracticePriceWrong(Invalid):
    """A price lies above zero and not above the list price."""

    code = "practice_price_wrong"


class PracticeSaysNothing(Invalid):
    """Nothing to read in it."""

    code = "practice_says_nothing"


class PracticeSoldOut(Conflict):
    """Fewer pieces are left in the practice."""

    code = "practice_sold_out"


class PracticePinsFull(Conflict):
    """As many are pinned as a room shows."""

    code = "practice_pins_full"


class PracticeNotPinned(Conflict):
    """It is not pinned, so nobody can buy it."""

    code = "practice_not_pinned"


class PracticeLineUnknown(NotFound):
    """No such line, goods or person in this run."""

    code = "practice_line_unknown"
