"""Refusals about producers."""

from shop.core.errors import Conflict, Forbidden, Invalid, NotFound


class ProducerUnknown(NotFound):
    """No producer has this address."""

    code = "producer_unknown"


class RegistrationUnknown(NotFound):
    """No such application, or not for this asker."""

    code = "registration_unknown"


class PaperUnknown(NotFound):
    """The application asks for no such paper, or not this asker."""

    code = "paper_unknown"


class MemberUnknown(NotFound):
    """The person does not act for the producer."""

    code = "member_unknown"


class ClosureUnknown(NotFound):
    """The producer has no such closing time."""

    code = "closure_unknown"


class InvitationUnknown(NotFound):
    """No open invitation has this token: it was withdrawn, or the link is not whole."""

    code = "invitation_unknown"


class InvitationOver(Conflict):
    """The invitation was used already, or its days are over."""

    code = "invitation_over"


class InvitationNotYours(Forbidden):
    """The invitation was sent to another e-mail address than the signed-in person's."""

    code = "invitation_not_yours"


class InvitationOpen(Conflict):
    """The e-mail address has an open invitation already."""

    code = "invitation_open"


class AlreadyMember(Conflict):
    """The person acts for the producer already."""

    code = "already_member"


class LastOwner(Conflict):
    """The producer would be left without an owner."""

    code = "last_owner"


class RegistrationOpen(Conflict):
    """The person has an open application for this producer."""

    code = "registration_open"


class TooManyRegistrations(Conflict):
    """The person has as many open applications as one may have."""

    code = "too_many_registrations"


class RegistrationChanged(Conflict):
    """Somebody decided or changed something since the page was written."""

    code = "registration_changed"


class NotWritable(Conflict):
    """The papers are with the office, or the application is closed."""

    code = "registration_not_writable"


class ProducerIsSuspended(Conflict):
    """The producer is suspended: first it must be reinstated."""

    code = "producer_suspended"


class PapersMissing(Conflict):
    """Not every paper is given yet."""

    code = "papers_missing"


class PapersNotAccepted(Conflict):
    """Not every required paper was accepted."""

    code = "papers_not_accepted"


class PaperIncomplete(Invalid):
    """The paper lacks what its kind needs."""

    code = "paper_incomplete"


class PaperOver(Invalid):
    """The paper's last day has passed."""

    code = "paper_over"


class BadTaxCode(Invalid):
    """Not a tax code."""

    code = "bad_tax_code"


class CommuneUnknown(Invalid):
    """No commune of today has this id."""

    code = "commune_unknown"


class DocumentUnknown(Invalid):
    """No document of this person and producer has this id."""

    code = "paper_file_unknown"


class ClosureBackward(Invalid):
    """It would end before it begins, or has ended already, or is longer than a year."""

    code = "closure_backward"


class ClosureTouches(Conflict):
    """It shares days with another closing time, or follows it at once."""

    code = "closure_touches"


class TooManyClosures(Conflict):
    """The producer has as many closing times ahead as one may have."""

    code = "too_many_closures"


class TooManyInvitations(Conflict):
    """The producer has as many open invitations as one may have."""

    code = "too_many_invitations"


class ReasonMissing(Invalid):
    """A decision that needs a reason came without one."""

    code = "reason_missing"
