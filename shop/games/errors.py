"""Refusals of what a room plays."""

from shop.core.errors import Conflict, Invalid, NotFound


class PollUnknown(NotFound):
    """No such poll in this room."""

    code = "poll_unknown"


class PollClosed(Conflict):
    """The poll takes no more votes."""

    code = "poll_closed"


class PollOpen(Conflict):
    """Another poll is open in the room."""

    code = "poll_open"


class PollWrong(Invalid):
    """A poll needs a question and two to six different answers."""

    code = "poll_wrong"


class ChoiceUnknown(Invalid):
    """The poll has no such answer."""

    code = "choice_unknown"


class VoterUnknown(Invalid):
    """Nothing tells this guest from others."""

    code = "voter_unknown"


class DrawUnknown(NotFound):
    """No such draw."""

    code = "draw_unknown"


class DrawOpen(Conflict):
    """Another draw of the room waits."""

    code = "draw_open"


class DrawClosed(Conflict):
    """The draw takes no more entries."""

    code = "draw_closed"


class DrawNotClosed(Conflict):
    """The draw still takes entries: nobody can win yet."""

    code = "draw_not_closed"


class DrawAnonymous(Invalid):
    """An entry needs an account or a name with a phone."""

    code = "draw_anonymous"


class DrawOwn(Conflict):
    """The host of a room does not take part in its draws."""

    code = "draw_own"


class DrawSeedLost(Conflict):
    """The sealed seed does not open to the commitment: the installation's secret was changed since."""

    code = "draw_seed_lost"


class DropUnknown(NotFound):
    """No such dropped voucher in this room."""

    code = "drop_unknown"


class DropOpen(Conflict):
    """Another voucher lies in the room."""

    code = "drop_open"


class DropOver(Conflict):
    """The dropped voucher's time is over."""

    code = "drop_over"


class DropGone(Conflict):
    """All pieces of the dropped voucher are kept."""

    code = "drop_gone"


class DropNotAllowed(Conflict):
    """The voucher is none this host may drop."""

    code = "drop_not_allowed"
