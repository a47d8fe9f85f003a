"""Refusals of what the law wants of a room."""

from shop.core.errors import Conflict, Invalid, NotFound


class RulesUnknown(NotFound):
    """No version of the rules has this number."""

    code = "livestream_rules_unknown"


class RulesNotAccepted(Conflict):
    """The host has not accepted the version of the rules that is in force."""

    code = "livestream_rules_not_accepted"


class RulesNotInForce(Conflict):
    """Another version is in force now: that one is accepted."""

    code = "livestream_rules_not_in_force"


class RulesDayWrong(Invalid):
    """A version begins today or later, and after the one before it."""

    code = "livestream_rules_day_wrong"


class RulesDraftMissing(Conflict):
    """There is no draft to publish."""

    code = "livestream_rules_no_draft"


class AdNotConfirmed(Conflict):
    """What is said of such goods must be confirmed by a paper, and none is on file that holds today."""

    code = "ad_not_confirmed"


class AdPaperWrong(Invalid):
    """A paper on advertising names a product that is listed, its number, its issuer and a day to come."""

    code = "ad_paper_wrong"


class SessionStopped(Conflict):
    """The authority stopped the session: it does not go on air."""

    code = "session_stopped"
