"""Settings: one frozen struct, read once from `SHOP_…` variables; every number says its unit."""

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_type_hints

import msgspec

PREFIX = "SHOP_"
LAST_PORT = 65535
SHORTEST_SECRET = 32  # characters
PAYMENT_METHODS = ("cod", "vietqr", "card", "vnpay", "momo")
SHORTEST_NOTICE_SECRET = 20  # characters
OFF_WORDS = frozenset({"0", "off", "no", "false", ""})
ON_WORDS = frozenset({"1", "on", "yes", "true"})


class SettingsError(ValueError):
    """The environment asks for something that cannot be meant; the text says what to change."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an installation may choose. A field `port` is set by `SHOP_PORT`."""

    env: Literal["development", "test", "production"] = "development"  # production refuses unsafe settings
    host: str = "127.0.0.1"  # address the web process listens on
    port: int = 8000  # TCP port of the web process; 0 lets the system choose
    data_dir: str = ""  # where the embedded servers, mail and secrets live; empty: chosen by the launcher
    database_url: str = ""  # postgresql://…; empty: the launcher embeds PostgreSQL
    redis_url: str = ""  # redis://… for rooms, limits and counters; empty: the launcher embeds Valkey
    broker_url: str = ""  # Celery's broker; empty: the same server as redis_url
    secret_key: str = ""  # signs tokens and keys hashes of codes; at least 32 characters
    public_url: str = ""  # https://… as people see it; empty: http://127.0.0.1:{port}
    allowed_hosts: str = ""  # further Host header values besides public_url's and loopback's, comma separated
    trusted_proxies: str = ""  # addresses of our reverse proxies, whose X-Forwarded-For is believed, comma separated
    demo: bool = True  # `make run` loads sample prices, stock, accounts and a night market
    limits: bool = True  # rate limits per phone, buyer and address; may not be off in production
    clock: Literal["real", "test"] = "real"  # "test" lets shop_now() be warped
    log_level: Literal["debug", "info", "warning", "error"] = "info"  # the least grave line that is written
    log_format: Literal["console", "json"] = "console"  # lines for people, or for a log store
    metrics_port: int = 0  # loopback port of the web process's Prometheus figures, the relay's is the next; 0: none

    database_pool: int = 10  # connections a web process keeps open
    database_patience: float = 5.0  # seconds a request waits for a free connection before it hears that we are busy
    drop_flushers: int = 1  # batches of live orders, and of checkouts, that a web process may work at once
    drop_patience: float = 2.0  # seconds after which who waits in a batch hears that the outcome is not known yet
    worker_pool: int = 2  # connections a worker process keeps open
    lock_timeout_ms: int = 2000  # how long a statement waits for a row before the request is refused
    statement_timeout_ms: int = 10_000  # how long one statement may run

    stock_hold_minutes: int = 15  # how long a checkout keeps stock before the sweep frees it
    hold_lapses: int = (
        3  # holds of a phone or account that ran out from which on nothing is kept before it pays; 0: none
    )
    hold_lapse_days: int = 30  # days in which they count
    waiting_hold_minutes: int = 10  # how long an order out of a room's waiting list is kept
    waiting_after_minutes: int = 10  # how long waiting lists are served after their session has ended
    low_stock_at: int = 3  # free pieces at which goods run low at a point that says nothing else
    order_auto_confirm: bool = True  # cash on delivery needs no payment before it is confirmed
    pickup_days: int = 5  # days a packed pickup waits for its buyer before its goods go back on the shelf
    packing_hours: int = 24  # hours after which a confirmed parcel that is not packed counts as late
    return_days: int = 7  # days after the goods came in which a buyer may ask to give them back
    exit_days: int = 30  # the same where what was said of the goods was wrong: the law's exit
    return_decide_days: int = 3  # days the place and the producer have to decide; then the office does
    return_goods_days: int = 14  # days the goods have to come back once a return was accepted
    pickup_attempts: int = 5  # wrong pickup codes before the order is locked for an hour
    pickup_list_hours: int = 12  # how long a device may hand over by a list it took along for when the net is away
    drawer_difference: int = 50_000  # đồng a counted drawer may differ from its book without a second person
    cod_refusals: int = 2  # refused cash orders of a phone in a year from which on cash is limited
    cod_refused_most: int = 500_000  # đồng such a phone may still order in cash at once
    cod_refused_never: int = 4  # refused orders from which on a phone cannot pay in cash
    carrier_cash_days: int = 7  # days a carrier may hold the cash of a delivered parcel before it counts as late
    ship_fee: int = 30_000  # đồng, one flat delivery fee for an order
    payment_methods: str = "cod,vietqr,card,vnpay,momo"  # ways to pay a buyer may choose, those that have their keys
    stripe_secret_key: str = ""  # sk_…, Stripe's secret key; empty: outside production the sandbox plays Stripe
    stripe_publishable_key: str = ""  # pk_…, which Stripe's field for cards opens with
    stripe_webhook_secrets: str = ""  # whsec_…, what Stripe signs with; several while they change, comma separated
    stripe_url: str = ""  # Stripe's address; empty: https://api.stripe.com
    refund_limit: int = 2_000_000  # đồng a refund may have before a second person has to approve it
    payout_minimum: int = 50_000  # đồng a producer must have available before it is paid
    payout_after_days: int = 7  # days after which what a sale brought may be paid out
    complaints: str = ""  # who hears complaints, as contracts say it; empty: the sales point and the seller
    delivery_quote_minutes: int = 30  # how long a quoted way of delivery may be ordered at its price
    ghn_token: str = ""  # Giao Hàng Nhanh's API token; empty: outside production the sandbox plays this carrier
    ghn_shop_id: str = ""  # the shop's number at GHN
    ghn_url: str = ""  # GHN's address; empty: https://online-gateway.ghn.vn
    ghtk_token: str = ""  # Giao Hàng Tiết Kiệm's API token; empty: as for GHN
    ghtk_partner: str = ""  # the partner code GHTK wants as X-Client-Source
    ghtk_url: str = ""  # GHTK's address; empty: https://services.giaohangtietkiem.vn
    viettelpost_user: str = ""  # the shop's sign-in at Viettel Post
    viettelpost_password: str = ""  # its password; empty: as for GHN
    viettelpost_url: str = ""  # Viettel Post's address; empty: https://partner.viettelpost.vn
    vnpay_tmn_code: str = ""  # the shop's code at VNPAY
    vnpay_secret: str = ""  # the secret it signs with (vnp_HashSecret); empty: outside production a sandbox plays VNPAY
    vnpay_url: str = ""  # VNPAY's page; empty: https://pay.vnpay.vn/vpcpay.html
    vnpay_api_url: str = ""  # its API; empty: https://merchant.vnpay.vn/merchant_webapi/api/transaction
    momo_partner_code: str = ""  # the shop's partner code at MoMo
    momo_access_key: str = ""  # its access key
    momo_secret_key: str = ""  # the key it signs with; empty: outside production a sandbox plays MoMo
    momo_url: str = ""  # MoMo's address; empty: https://payment.momo.vn
    bank_bin: str = ""  # BIN of the bank whose account takes transfers (VietQR), six digits
    bank_account: str = ""  # that account's number; empty: outside production a made-up account of a made-up bank
    bank_holder: str = ""  # whose account it is, as the bank writes the name
    bank_notice_secrets: str = ""  # what bank notices prove, newest first, comma separated: two while one changes
    invoice_url: str = ""  # where invoices are issued; empty: outside production a sandbox, in production they wait
    invoice_token: str = ""  # the bearer token of that service
    session_idle_days: int = 14  # a sign-in unused for so long ends
    session_absolute_days: int = 60  # a sign-in ends after so long in any case
    room_sockets_of_address: int = 1000  # sockets of rooms one address may have: a phone network shares one
    comment_order_most: int = 20  # pieces of one product a comment orders without a question
    comment_ask_minutes: int = 10  # minutes somebody has to answer what is asked about their comment
    complaint_answer_days: int = 3  # days the office has for its first word on a complaint about a live session
    complaint_decide_days: int = 15  # days it has to decide one
    livestream_keep_days: int = 400  # days after a session's end for which its talk and pins are kept
    host_away_seconds: int = 45  # a host silent for so long is shown as away
    relay_poll_ms: int = 100  # how often the relay looks for new events
    delivery_attempts: int = 8  # tries of one delivery before it becomes a dead letter
    resend_after_seconds: int = 30  # a delivery sent and not done for so long is sent again
    front_cache_ms: int = 1000  # longest life of a cached public read; 0 turns the cache off
    front_cache_mb: int = 64  # memory one web process may give to cached reads

    media_dir: str = ""  # where uploads lie: one folder that web and workers share; empty: data_dir/media
    upload_picture_mb: int = 10  # MiB of the largest picture that is taken
    upload_document_mb: int = 10  # MiB of the largest document (PDF or picture) that is taken

    video_dir: str = ""  # where video lies: one folder that web, video and workers share; empty: data_dir/video
    video_s3_url: str = ""  # https://host/bucket of an S3-compatible store for video instead of the folder
    video_s3_key: str = ""  # its access key
    video_s3_secret: str = ""  # its secret key
    video_public_url: str = ""  # where browsers get video, a CDN or the bucket; empty: signed addresses of the bucket
    video_keep_days: int = 90  # days after a session's end for which its replay is kept
    rtmp_port: int = 0  # port that takes OBS and phone apps (RTMP); 0: none
    simulcast_ffmpeg: str = ""  # of simulcast, and of stills of RTMP; empty: the wheel imageio-ffmpeg's, else on PATH
    simulcast_source: str = ""  # https://… where `shop simulcast` reads our video; empty: public_url
    video_external_hls: str = ""  # a media server's playlist, such as /hls/{slug}/index.m3u8; empty: none is played
    ingest_hook_secret: str = ""  # what hooks of a media server prove; empty: no hook is heard
    video_apart: bool = False  # `shop video` takes publishers and the fast mode; the web process does not
    video_port: int = 8001  # TCP port of `shop video`; 0 lets the system choose

    smtp_url: str = ""  # smtp://user:password@host:587; empty: mail is written to data_dir/mail
    mail_from: str = "Chợ Mây <no-reply@chomay.example>"  # sender of all mail

    zalo_app_id: str = ""  # our app at Zalo; empty: no text goes by Zalo
    zalo_app_secret: str = ""  # its secret key
    zalo_refresh_token: str = ""  # the first refresh token; its successors are kept in the database
    zalo_templates: str = ""  # approved templates by news, comma separated: order_ready=12345,sign_in_code=67890
    push_hosts: str = ""  # further services that bring messages to browsers, host[:port], comma separated
    sms_url: str = ""  # https://… of the SMS provider; without it and Zalo texts are written to data_dir/texts
    sms_token: str = ""  # the provider's bearer token
    sms_sender: str = "ChoMay"  # the registered brand name SMS come from
    sms_plain: bool = True  # SMS in Vietnamese without accents: two parts hold 306 signs instead of 134

    @property
    def base_url(self) -> str:
        """The address people use, without a trailing slash."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def push_host_list(self) -> tuple[str, ...]:
        """The further hosts messages to browsers may be sent to."""
        return tuple(host.strip() for host in self.push_hosts.split(",") if host.strip())

    @property
    def mail_dir(self) -> Path:
        """Where mail goes when no SMTP server is named."""
        return Path(self.data_dir or ".local") / "mail"

    @property
    def text_dir(self) -> Path:
        """Where texts go when neither Zalo nor an SMS provider is named."""
        return Path(self.data_dir or ".local") / "texts"

    @property
    def media_path(self) -> Path:
        """The folder of uploads."""
        return Path(self.media_dir) if self.media_dir else Path(self.data_dir or ".local") / "media"

    @property
    def video_path(self) -> Path:
        """The folder of video."""
        return Path(self.video_dir) if self.video_dir else Path(self.data_dir or ".local") / "video"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read settings from `environ` (default: the process's).

    Raises:
        SettingsError: an unknown `SHOP_…` name, a value of the wrong kind, or a forbidden pair.
    """
    source = os.environ if environ is None else environ
    kinds = get_type_hints(Settings)
    names = {PREFIX + field.upper(): field for field in kinds}
    values: dict[str, object] = {}
    for variable in sorted(name for name in source if name.startswith(PREFIX)):
        if variable not in names:
            raise SettingsError(_unknown(variable, list(names)))
        field = names[variable]
        values[field] = _read(variable, source[variable], kinds[field])
    settings = msgspec.convert(values, Settings)
    _check(settings)
    return settings


def _unknown(variable: str, known: list[str]) -> str:
    near = difflib.get_close_matches(variable, known, n=1, cutoff=0.0)[0]
    return f"{variable} is not a setting of Chợ Mây. Did you mean {near}?"


def _read(variable: str, text: str, kind: object) -> object:
    if kind is bool:
        return _read_bool(variable, text)
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise SettingsError(f"{variable}={text!r}: a whole number is wanted.") from None
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{variable}={text!r}: {error}.") from None


def _read_bool(variable: str, text: str) -> bool:
    word = text.strip().lower()
    if word in ON_WORDS | OFF_WORDS:
        return word in ON_WORDS
    raise SettingsError(f"{variable}={text!r}: 1 or 0 is wanted.")


def _check(settings: Settings) -> None:
    if not 0 <= settings.port <= LAST_PORT:
        raise SettingsError(f"SHOP_PORT={settings.port}: a port lies between 0 and 65535.")
    for word in settings.payment_methods.split(","):
        if word.strip() not in PAYMENT_METHODS:
            raise SettingsError(f"SHOP_PAYMENT_METHODS names {word.strip()!r}; known are {', '.join(PAYMENT_METHODS)}.")
    if settings.ghn_token and not settings.ghn_shop_id.isdecimal():
        raise SettingsError("SHOP_GHN_TOKEN needs SHOP_GHN_SHOP_ID, a number.")
    _check_wallets(settings)
    _check_bank(settings)
    _check_stripe(settings)
    if bool(settings.invoice_url) != bool(settings.invoice_token):
        raise SettingsError("SHOP_INVOICE_URL and SHOP_INVOICE_TOKEN belong together.")
    if settings.env == "production":
        _check_production(settings)
    if settings.clock == "test" and settings.env == "production":
        raise SettingsError("SHOP_CLOCK=test is not allowed with SHOP_ENV=production.")


def _check_wallets(settings: Settings) -> None:
    if bool(settings.vnpay_tmn_code) != bool(settings.vnpay_secret):
        raise SettingsError("SHOP_VNPAY_TMN_CODE and SHOP_VNPAY_SECRET belong together.")
    if len({bool(settings.momo_partner_code), bool(settings.momo_access_key), bool(settings.momo_secret_key)}) > 1:
        raise SettingsError("SHOP_MOMO_PARTNER_CODE, SHOP_MOMO_ACCESS_KEY and SHOP_MOMO_SECRET_KEY belong together.")


def _check_bank(settings: Settings) -> None:
    said = [bool(part) for part in (settings.bank_bin, settings.bank_account, settings.bank_holder)]
    if any(said) and not all(said):
        raise SettingsError("SHOP_BANK_BIN, SHOP_BANK_ACCOUNT and SHOP_BANK_HOLDER are set together or not at all.")
    if settings.bank_bin and not re.fullmatch(r"[0-9]{6}", settings.bank_bin):
        raise SettingsError(f"SHOP_BANK_BIN={settings.bank_bin!r}: a bank's BIN has six digits.")
    if settings.bank_account and not re.fullmatch(r"[0-9A-Za-z]{1,19}", settings.bank_account):
        raise SettingsError("SHOP_BANK_ACCOUNT: 1 to 19 letters and digits, without spaces.")
    secrets = [secret.strip() for secret in settings.bank_notice_secrets.split(",") if secret.strip()]
    if any(len(secret) < SHORTEST_NOTICE_SECRET for secret in secrets):
        raise SettingsError(f"SHOP_BANK_NOTICE_SECRETS: each has at least {SHORTEST_NOTICE_SECRET} characters.")
    if settings.bank_account and settings.env == "production" and not secrets:
        raise SettingsError("SHOP_BANK_ACCOUNT needs SHOP_BANK_NOTICE_SECRETS: without notices no order is ever paid.")


def _check_stripe(settings: Settings) -> None:
    if not settings.stripe_secret_key:
        return
    if not settings.stripe_publishable_key or not settings.stripe_webhook_secrets.strip(", "):
        raise SettingsError(
            "SHOP_STRIPE_SECRET_KEY needs SHOP_STRIPE_PUBLISHABLE_KEY and SHOP_STRIPE_WEBHOOK_SECRETS as well."
        )
    live = ["_live_" in key[:8] for key in (settings.stripe_secret_key, settings.stripe_publishable_key)]
    if live[0] is not live[1]:
        raise SettingsError("SHOP_STRIPE_SECRET_KEY and SHOP_STRIPE_PUBLISHABLE_KEY are of different modes.")


def _check_production(settings: Settings) -> None:
    if not settings.limits:
        raise SettingsError("SHOP_LIMITS=off is not allowed with SHOP_ENV=production.")
    if len(settings.secret_key) < SHORTEST_SECRET:
        raise SettingsError("SHOP_SECRET_KEY must have at least 32 characters with SHOP_ENV=production.")
    if not settings.public_url.startswith("https://"):
        raise SettingsError("SHOP_PUBLIC_URL must begin with https:// with SHOP_ENV=production.")
