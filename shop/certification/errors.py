"""Refusals about certificates."""

from shop.core.errors import Conflict, Invalid, NotFound


class CertificateUnknown(NotFound):
    """No certificate has this code."""

    code = "certificate_unknown"


class CertificateChanged(Conflict):
    """Somebody else changed the certificate since it was read."""

    code = "certificate_changed"


class GradingOpen(Conflict):
    """A dossier of this product is at work already; `extra` names it."""

    code = "grading_open"


class ProductRegistered(Conflict):
    """The producer has a registered product of that name; `extra` names it."""

    code = "product_registered"


class RegisteredProductUnknown(Invalid):
    """No registered product has this address."""

    code = "registered_product_unknown"


class ProducerNotFound(Invalid):
    """No producer has the address given for a new product."""

    code = "grading_producer_unknown"


class GroupUnknown(Invalid):
    """None of today's six groups has this address."""

    code = "group_unknown"


class UnitUnknown(Invalid):
    """No commune of today has this address."""

    code = "unit_unknown"


class StarsMismatch(Invalid):
    """Potential five goes with four stars only."""

    code = "stars_mismatch"


class DecisionDateWrong(Invalid):
    """The day lies in the future, before the programme, or before the decision it follows."""

    code = "decision_date_wrong"


class DistrictDecides(Invalid):
    """On that day the district decided these stars."""

    code = "district_decides"


class ProvinceDecides(Invalid):
    """On that day the province decided these stars."""

    code = "province_decides"


class CentreDecides(Invalid):
    """Five stars are decided by the Centre."""

    code = "centre_decides"


class DateSettled(Conflict):
    """A later decision or a revocation rests on this certificate's date."""

    code = "date_settled"


class NothingAmended(Invalid):
    """A correction that corrects nothing."""

    code = "nothing_amended"


class DocumentUnknown(Invalid):
    """No stored paper has this id."""

    code = "document_unknown"


class DocumentDiffers(Invalid):
    """The stored paper has another SHA-256 than the one given."""

    code = "document_differs"


class QuestionUnknown(NotFound):
    """There is no such product or producer."""

    code = "region_question_unknown"


class QuestionAnswered(Conflict):
    """Somebody has settled this unit already."""

    code = "region_question_answered"


class QuestionOpen(Conflict):
    """A correction of what nobody has answered."""

    code = "region_question_open"


class RegionAnswerChanged(Conflict):
    """Somebody else corrected the unit since it was read."""

    code = "region_answer_changed"


class RegionAnswerSame(Invalid):
    """A correction that corrects nothing."""

    code = "region_answer_same"


class RegionReasonMissing(Invalid):
    """An answer about a unit came without the reason it rests on."""

    code = "region_reason_missing"
