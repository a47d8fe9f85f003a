"""What the pages of one-time codes and of a person's settings show."""

from datetime import datetime

from shop.web.views.site import FieldError, Page, View


class CodeAskPage(Page, frozen=True, kw_only=True):
    """The form that asks where a code shall go."""

    login: str = ""
    next: str = ""  # where to go afterwards: a path of ours, or empty
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None  # too many codes, or one a moment ago


class CodeEnterPage(Page, frozen=True, kw_only=True):
    """The six digits; for an address nobody has also a name and consent."""

    challenge: str  # empty: the code is over, another has to be asked for
    to: str = ""  # where the code went, its middle hidden
    code: str = ""
    fresh: bool = False  # the digits are right and nobody has the address yet
    name: str = ""
    next: str = ""
    errors: tuple[FieldError, ...] = ()
    problem: str | None = None


class SignInRow(View, frozen=True, kw_only=True):
    """A browser in which the person is signed in."""

    id: str
    device: str | None
    since: datetime
    last_seen: datetime
    here: bool


class SettingsPage(Page, frozen=True, kw_only=True):
    """A person's sign-ins, and by which ways they are told."""

    sign_ins: tuple[SignInRow, ...]
    mail: bool
    texts: bool
    done: str | None = None  # what the last act did, in words
    problem: str | None = None
