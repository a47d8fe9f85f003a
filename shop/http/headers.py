"""What every answer tells the browser: only our own scripts, no frames, no sniffing, always https."""

Header = tuple[bytes, bytes]

_PROVIDERS = "https://*.vnpay.vn https://*.vnpayment.vn https://*.momo.vn"  # where the form that begins to pay leads on

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' " + _PROVIDERS
)

_STRIPE = "https://js.stripe.com"
CARD_FIELD_POLICY = (  # of the one page that shows Stripe's own field for cards
    CONTENT_SECURITY_POLICY.replace("script-src 'self'", f"script-src 'self' {_STRIPE}")
    + f"; connect-src 'self' https://api.stripe.com; frame-src {_STRIPE} https://hooks.stripe.com"
)
_POLICY = b"content-security-policy"


def picture_policy(stored: str) -> str:
    """What a page with moving pictures may load: also out of the browser's buffer, and from the site of `stored`.

    `stored` is the address that segments begin with where another site keeps them, else empty.
    """
    origin = f" {'/'.join(stored.split('/')[:3])}" if stored else ""
    return f"{CONTENT_SECURITY_POLICY}; connect-src 'self'{origin}; media-src 'self' blob:{origin}"


SECURITY_HEADERS: tuple[Header, ...] = (
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    (_POLICY, CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()"),
)

NO_STORE: Header = (b"cache-control", b"no-store")


def dressed(headers: list[Header], request_id: Header) -> list[Header]:
    """`headers` with ours; what says nothing about caching may not be cached, a page's own policy goes before ours."""
    said = {name for name, _ in headers}
    ours = SECURITY_HEADERS if _POLICY not in said else [one for one in SECURITY_HEADERS if one[0] != _POLICY]
    stored = [] if b"cache-control" in said else [NO_STORE]
    return [*headers, *stored, *ours, request_id]
