"""What a log line holds, and what it never holds."""

import io
import json
import logging

import msgspec
import pytest
import structlog

from config.logging import configure_logging
from config.settings import Settings
from shop.core.request_id import begin_request, current_request_id

CANARIES = {
    "phone": "0912345678",
    "phone with spaces": "+84 912 345 678",
    "email": "lan.nguyen@example.vn",
    "token": "tok-CANARY-9f8e7d",
    "database password": "hunter2CANARY",
}


@pytest.fixture
def lines():
    root = logging.getLogger()
    before, level, stream, configured = root.handlers, root.level, io.StringIO(), structlog.get_config()
    settings = msgspec.structs.replace(Settings(), log_format="json", log_level="debug")
    configure_logging(settings, "test", current_request_id, stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers = before
    root.setLevel(level)
    structlog.configure(**configured)


def test_a_line_names_its_process_and_request(lines):
    begin_request("req-12345678")

    structlog.get_logger("shop").info("order placed", code="CM-7F3K-92PM")

    (line,) = lines()
    assert (line["event"], line["code"], line["request_id"], line["process"], line["level"]) == (
        "order placed",
        "CM-7F3K-92PM",
        "req-12345678",
        "test",
        "info",
    )


def test_no_personal_data_in_any_field(lines):
    log = structlog.get_logger("shop")

    log.info(f"calling {CANARIES['phone']} or {CANARIES['phone with spaces']}", contact={"name": "Lan", **CANARIES})
    log.info("mail", to=CANARIES["email"], nested={"list": [CANARIES["email"], CANARIES["phone"]]})
    log.info(f"GET /don-hang/CM-7F3K-92PM?token={CANARIES['token']}&x=1", headers={"X-Order-Token": CANARIES["token"]})
    log.info(f"X-Order-Token: {CANARIES['token']}", url=f"postgresql://shop:{CANARIES['database password']}@db/shop")
    logging.getLogger("uvicorn.error").warning("refused %s", CANARIES["email"])

    written = json.dumps(lines(), ensure_ascii=False)
    assert [name for name, canary in CANARIES.items() if canary in written] == []
    assert "CM-7F3K-92PM" in written


def test_no_personal_data_in_a_traceback(lines):
    try:
        int(f"DETAIL: Failing row contains (Lan, {CANARIES['phone']}, Ngõ 9).")
    except ValueError:
        structlog.get_logger("shop").exception("failed", person_email=CANARIES["email"])

    (line,) = lines()
    assert "ValueError" in line["exception"]
    assert "Ngõ 9" not in line["exception"]
    assert CANARIES["email"] not in json.dumps(line)


@pytest.mark.parametrize(
    "kept",
    ["019ab3c4-0912-7345-8678-901234567890", "1.250.000 ₫", "2026-11-24T01:50:00", "port 43251", "CM-7F3K-92PM"],
)
def test_ordinary_facts_stay_readable(lines, kept):
    structlog.get_logger("shop").info("fact", value=kept)

    assert lines()[0]["value"] == kept
