"""Refusals about certificates."""

from shop.core.errors import NotFound


class CertificateUnknown(NotFound):
    """No certificate has this code."""

    code = "certificate_unknown"
