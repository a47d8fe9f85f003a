"""Refusals of rooms."""

from shop.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany, Unavailable


class PlaceOnAir(Conflict):
    """Another session is on air from the same place."""

    code = "place_on_air"


class HostOnAir(Conflict):
    """The host is on air elsewhere."""

    code = "host_on_air"


class NotPinned(Conflict):
    """The variant was never pinned in this session."""

    code = "not_pinned"


class TooManyPins(Conflict):
    """As many products are pinned as a room shows."""

    code = "too_many_pins"


class CertificateNotInForce(Conflict):
    """The product's certificate ran out: it may not be shown for sale."""

    code = "certificate_not_in_force"


class CertificateTakenBack(Conflict):
    """The product's certificate was revoked."""

    code = "certificate_taken_back"


class LivePriceWrong(Invalid):
    """A live price lies above zero and not above the list price."""

    code = "live_price_wrong"


class CommentEmpty(Invalid):
    """Nothing to read in it."""

    code = "comment_empty"


class CommentTooLong(Invalid):
    """More than a line of a room holds."""

    code = "comment_too_long"


class RoomFull(Unavailable):
    """The process carries as many viewers as it can."""

    code = "room_full"


class CommentNotKind(Invalid):
    """A banned word stands in it; which one is not told."""

    code = "comment_not_kind"


class CommentLink(Invalid):
    """It leads elsewhere; only hosts, staff and officers may write links."""

    code = "comment_link"


class CommentMuted(Forbidden):
    """Its sender was muted in this room; `until` is null when for the rest of the session."""

    code = "comment_muted"


class CommentTooSoon(TooMany):
    """The room is in slow mode and its sender spoke just now."""

    code = "comment_too_soon"


class CommentUnknown(NotFound):
    """No such comment in this room."""

    code = "comment_unknown"


class SpeakerExempt(Conflict):
    """The host, staff and officers are not kept from speaking."""

    code = "speaker_exempt"


class SpeakerUnknown(Conflict):
    """Nothing is known of who wrote the line: a guest's order, or a line from before this was kept."""

    code = "speaker_unknown"


class BanUnknown(NotFound):
    """Nobody was kept from speaking so in this room."""

    code = "ban_unknown"


class WordUnknown(NotFound):
    """No such banned word."""

    code = "word_unknown"


class WordKnown(Conflict):
    """The word is banned already."""

    code = "word_known"


class WordUnreadable(Invalid):
    """A banned phrase has one to four words of letters or digits."""

    code = "word_unreadable"
