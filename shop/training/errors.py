"""Refusals of training, and why somebody may not go on air."""

from shop.core.errors import Conflict, Invalid, NotFound


class CourseUnknown(NotFound):
    """No course has this address."""

    code = "course_unknown"


class CourseTwice(Conflict):
    """Another course has the same title."""

    code = "course_twice"


class CourseSessionUnknown(NotFound):
    """No session of a course has this id."""

    code = "course_session_unknown"


class CourseDaysWrong(Invalid):
    """A session cannot be held on these days."""

    code = "course_days_wrong"


class EnrolmentClosed(Conflict):
    """The session has begun or is finished: seats are neither asked for nor given back."""

    code = "enrolment_closed"


class EnrolmentUnknown(NotFound):
    """The person is not in this session."""

    code = "enrolment_unknown"


class LearnerUnknown(Invalid):
    """No open account has this e-mail address or phone."""

    code = "learner_unknown"


class AffiliationUnclear(Invalid):
    """A learner comes from a producer of theirs or from an organisation by name, not from both."""

    code = "affiliation_unclear"


class AttendanceDayWrong(Invalid):
    """The session is not held on that day, or the day is still to come."""

    code = "attendance_day_wrong"


class AttendanceClosed(Conflict):
    """The session is finished: who was there stays as it was written."""

    code = "attendance_closed"


class OwnTraining(Conflict):
    """An officer who is a learner of the session leaves it to another officer."""

    code = "own_training"


class CourseSessionNotOver(Conflict):
    """The session's last day is still to come."""

    code = "course_session_not_over"


class LicenceUnknown(NotFound):
    """No licence has this id."""

    code = "licence_unknown"


class OwnLicence(Conflict):
    """Nobody revokes their own licence."""

    code = "own_licence"


class IdentityPaperWrong(Invalid):
    """What was written of a paper cannot be meant so."""

    code = "identity_paper_wrong"


class IdentityUnknown(NotFound):
    """The person has submitted nothing."""

    code = "identity_unknown"


class IdentityChanged(Conflict):
    """The host has submitted something else since the officer looked, or another officer decided."""

    code = "identity_changed"


class OwnIdentity(Conflict):
    """Nobody verifies themselves."""

    code = "own_identity"


class HostIdentityMissing(Conflict):
    """Nobody has verified who the host is: nothing was submitted."""

    code = "host_identity_missing"


class HostIdentityWaiting(Conflict):
    """What the host submitted waits for an officer."""

    code = "host_identity_waiting"


class HostIdentityDeclined(Conflict):
    """An officer could not verify who the host is."""

    code = "host_identity_declined"


class HostIdentityRevoked(Conflict):
    """The host's verification was taken back."""

    code = "host_identity_revoked"


class HostIdentityLapsed(Conflict):
    """The paper by which the host was verified has run out."""

    code = "host_identity_lapsed"


class HostLicenceMissing(Conflict):
    """The host has completed no course that licenses them to go on air."""

    code = "host_licence_missing"


class HostLicenceLapsed(Conflict):
    """The host's licence has run out."""

    code = "host_licence_lapsed"


class HostLicenceRevoked(Conflict):
    """The host's licence was revoked."""

    code = "host_licence_revoked"
