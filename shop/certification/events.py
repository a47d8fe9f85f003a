"""What happened to certificates."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from shop.certification.models import CertificateStatus
from shop.core.events import Event


class CertificateFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What every event about a certificate says."""

    certificate_id: UUID
    registered_product_id: UUID
    version: int


class CertificateMoved(CertificateFacts, Event, frozen=True, kw_only=True):
    """A dossier went a step, or a decided fact was corrected; `status` is the one it has now."""

    kind: ClassVar[str] = "certification.moved"

    status: CertificateStatus


class CertificateGranted(CertificateFacts, Event, frozen=True, kw_only=True):
    """A decision certified it; whatever ran before has been followed."""

    kind: ClassVar[str] = "certification.granted"


class CertificateExpiring(CertificateFacts, Event, frozen=True, kw_only=True):
    """It runs out on `until`, the first day after; `days` is which notice this is: 90, 60 or 30."""

    kind: ClassVar[str] = "certification.expiring"

    days: int
    until: date


class CertificateLapsed(CertificateFacts, Event, frozen=True, kw_only=True):
    """The last day of a certificate has passed."""

    kind: ClassVar[str] = "certification.lapsed"


class CertificateRevoked(CertificateFacts, Event, frozen=True, kw_only=True):
    """An officer took a certificate back."""

    kind: ClassVar[str] = "certification.revoked"


class RegionAnswered(Event, frozen=True, kw_only=True):
    """An officer said which of today's communes a product or a producer belongs to; exactly one of both is named."""

    kind: ClassVar[str] = "certification.region_answered"

    registered_product_id: UUID | None
    producer_id: UUID | None
    commune_id: UUID
