"""What the auditor refuses."""

from shop.core.errors import NotFound


class AuditUnknown(NotFound):
    """No run of the auditor has this id."""

    code = "audit_unknown"
