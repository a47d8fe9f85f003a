"""Refusals around people and sign-in."""

from shop.core.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated


class WrongLogin(Unauthenticated):
    """No such login, another password, or an account that is closed: the same answer for all three."""

    code = "wrong_login"


class BadPhone(Invalid):
    """Not a telephone number; `digits` says how many were read."""

    code = "bad_phone"


class BadEmail(Invalid):
    """Not an e-mail address."""

    code = "bad_email"


class NameMissing(Invalid):
    """An account needs a name to be called by."""

    code = "name_missing"


class WeakPassword(Invalid):
    """A password too short, too long, or among those everybody tries first."""

    code = "weak_password"


class LoginTaken(Conflict):
    """Somebody has this e-mail address or phone already."""

    code = "login_taken"


class WrongSignInCode(Unauthenticated):
    """Not the digits that were sent, too old, used, or tried too often: the same answer for all."""

    code = "wrong_sign_in_code"


class ConsentMissing(Invalid):
    """A new account needs its owner's agreement."""

    code = "consent_missing"


class AccountClosed(Forbidden):
    """The account of this address was closed; only who proved to own the address hears it."""

    code = "account_closed"


class SignInUnknown(NotFound):
    """There is no such sign-in, or it is somebody else's."""

    code = "sign_in_unknown"
