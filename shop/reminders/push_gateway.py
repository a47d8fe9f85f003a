"""Messages to browsers by their services (RFC 8030, 8188, 8291, 8292). The only file that knows cryptography."""

import base64
import os
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

import httpx
import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shop.core.ids import keyed_digest

PATIENCE = 10.0  # seconds a service may take
TTL = 3600  # seconds a service keeps a message for a browser that is off: a market goes on no longer
TOKEN_SECONDS = 12 * 3600  # RFC 8292 allows a day
RECORD = 4096  # bytes of the one record of a message
MOST = RECORD - 16 - 1 - 86  # bytes of a message: what the record's seal, end mark and heading leave
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256
_CURVE = ec.SECP256R1()


class PushRefused(Exception):
    """The message cannot be sent now; `gone` says that this browser never takes one again."""

    def __init__(self, reason: str, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone


class Browser(msgspec.Struct, frozen=True, kw_only=True):
    """Where a message goes, and the browser's two keys."""

    endpoint: str
    p256dh: bytes
    auth: bytes


class PushGateway:
    """Sends messages signed with the shop's key, which is derived from its secret: nothing to keep, or to lose."""

    def __init__(self, secret: str, contact: str, client: httpx.AsyncClient) -> None:
        number = int.from_bytes(keyed_digest(secret, "push-key") + keyed_digest(secret, "push-key", "more"))
        self._key = ec.derive_private_key(number % (ORDER - 1) + 1, _CURVE)
        self._contact = contact
        self._client = client

    @property
    def public(self) -> str:
        """What browsers subscribe with."""
        return encode(_point(self._key.public_key()))

    async def send(self, browser: Browser, message: bytes, at: datetime) -> None:
        """Hand a message of at most `MOST` bytes to the browser's service; `at` is now.

        Raises:
            PushRefused: it was not taken.
        """
        headers = {
            "TTL": str(TTL),
            "Urgency": "high",
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Authorization": f"vapid t={self._token(browser.endpoint, at)},k={self.public}",
        }
        try:
            sealed = seal(message, browser.p256dh, browser.auth, ec.generate_private_key(_CURVE), os.urandom(16))
        except ValueError as error:  # its key is no point of the curve: no browser made it
            raise PushRefused("no key of a browser", gone=True) from error
        try:
            reply = await self._client.post(browser.endpoint, content=sealed, headers=headers, timeout=PATIENCE)
        except httpx.HTTPError as error:
            raise PushRefused(type(error).__name__) from error
        if reply.status_code in {404, 410}:
            raise PushRefused(f"HTTP {reply.status_code}", gone=True)
        if not reply.is_success:
            raise PushRefused(f"HTTP {reply.status_code}")

    def _token(self, endpoint: str, at: datetime) -> str:
        parts = urlsplit(endpoint)
        claims: dict[str, str | int] = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(at.timestamp()) + TOKEN_SECONDS,
            "sub": self._contact,
        }
        signed = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{encode(r.to_bytes(32) + s.to_bytes(32))}"


def seal(message: bytes, p256dh: bytes, auth: bytes, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """`message` as one record only this browser opens; `own` and `salt` are made anew for each."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, p256dh)
    ours = _point(own.public_key())
    shared = own.exchange(ec.ECDH(), theirs)
    secret = _derive(shared, auth, b"WebPush: info\x00" + p256dh + ours, 32)
    key = _derive(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derive(secret, salt, b"Content-Encoding: nonce\x00", 12)
    heading = salt + RECORD.to_bytes(4) + bytes([len(ours)]) + ours
    return heading + AESGCM(key).encrypt(nonce, message + b"\x02", None)


def encode(raw: bytes) -> str:
    """Base64url without its padding, as browsers and tokens write it."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _derive(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _json(facts: Mapping[str, str | int]) -> str:
    return encode(msgspec.json.encode(facts))
