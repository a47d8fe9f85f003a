"""What every answer tells the browser: only our own scripts, no frames, no sniffing, always https."""

Header = tuple[bytes, bytes]

_PROVIDERS = "https://*.vnpay.vn https://*.vnpayment.vn https://*.momo.vn"  # where the form that begins to pay leads on

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' " + _PROVIDERS
)

SECURITY_HEADERS: tuple[Header, ...] = (
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()"),
)

NO_STORE: Header = (b"cache-control", b"no-store")


def dressed(headers: list[Header], request_id: Header) -> list[Header]:
    """`headers` with ours; what says nothing about caching may not be cached."""
    cached = any(name == b"cache-control" for name, _ in headers)
    return [*headers, *SECURITY_HEADERS, request_id] if cached else [*headers, NO_STORE, *SECURITY_HEADERS, request_id]
