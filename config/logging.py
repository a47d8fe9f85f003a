"""Logging of every process: one line per fact, with the request id and without personal data."""

import logging
import re
import sys
from collections.abc import Callable, Mapping
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from config.settings import Settings

HIDDEN = "[hidden]"

_PRIVATE_KEYS = re.compile(
    r"phone|e_?mail|token|password|secret|cookie|authorization|pickup_code|address|contact|recipient", re.IGNORECASE
)
_KEPT_KEYS = frozenset({"timestamp", "level", "logger", "request_id", "process"})
_PATTERNS = (
    (re.compile(r"[\w.+%-]+@[\w-]+\.[\w.-]+"), HIDDEN),  # e-mail addresses
    (re.compile(r"(?<![\w.:-])(?:\+?84|0)(?:[ .-]?\d){9}(?!\w)"), HIDDEN),  # phone numbers of Việt Nam
    (
        re.compile(
            r"(?i)([\"']?\b(?:[\w-]*token|password|secret|pickup_code|cookie|set-cookie|authorization|key)[\"']?\s*[=:]\s*)"
            r"(?:bearer\s+)?[\"']?[^\s\"'&,;)}\]]+"
        ),
        r"\g<1>" + HIDDEN,
    ),
    (re.compile(r"(\w+://[^\s:/@]*:)[^\s@]+@"), r"\g<1>" + HIDDEN + "@"),  # passwords of addresses
    (re.compile(r"(DETAIL: ).*"), r"\g<1>" + HIDDEN),  # PostgreSQL quotes whole rows there
    (re.compile(r"(\[parameters: ).*"), r"\g<1>" + HIDDEN),  # and SQLAlchemy what was bound
)
_QUIET = {"uvicorn.access": logging.WARNING, "kombu": logging.WARNING, "amqp": logging.WARNING}


def configure_logging(
    settings: Settings, process: str, request_id: Callable[[], str], stream: TextIO | None = None
) -> None:
    """Send all logs of this process, the libraries' too, as lines to `stream` (stderr). Safe to repeat."""
    mark = _mark(process, request_id)
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        mark,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(settings, handler)],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


def redact(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Take phone numbers, addresses, codes and secrets out of a line, whatever field they stand in."""
    return {key: value if key in _KEPT_KEYS else _clean(key, value) for key, value in line.items()}


def redact_text(text: str) -> str:
    """`text` without phone numbers, e-mail addresses, tokens, passwords and quoted rows."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def _clean(key: str, value: object) -> object:
    if _PRIVATE_KEYS.search(key):
        return HIDDEN
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {name: _clean(str(name), inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean("", inner) for inner in value]
    if key.startswith("_"):
        return value  # structlog's own record, never written
    return redact_text(str(value))


def _mark(process: str, request_id: Callable[[], str]) -> Processor:
    def mark(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
        line.setdefault("request_id", request_id())
        line["process"] = process
        return line

    return mark


def _renderer(settings: Settings, handler: "logging.StreamHandler[TextIO]") -> Processor:
    if settings.log_format == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=handler.stream.isatty())
