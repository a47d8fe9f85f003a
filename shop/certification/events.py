"""What happened to certificates."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class CertificateLapsed(Event, frozen=True, kw_only=True):
    """The last day of a certificate has passed."""

    kind: ClassVar[str] = "certification.lapsed"

    certificate_id: UUID
    registered_product_id: UUID
    version: int


class CertificateRevoked(Event, frozen=True, kw_only=True):
    """An officer took a certificate back."""

    kind: ClassVar[str] = "certification.revoked"

    certificate_id: UUID
    registered_product_id: UUID
    version: int
