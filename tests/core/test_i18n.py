"""The message catalogue: complete in both languages, the same blanks, nothing asked for that is not there."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from shop.core.errors import every_refusal
from shop.core.i18n import LOCALES, catalogue, say
from tests.support import load_everything

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "shop" / "web" / "templates"
ASKED_IN_TEMPLATES = re.compile(r"""\bt\(\s*(["'])([a-z0-9_.]+)\1\s*[,)]""")
BRAND = "Chợ Mây"
TYPED_WORDS = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)


def _blanks(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_every_message_says_something_in_both_languages():
    empty = [(key, locale) for key, texts in catalogue().items() for locale in LOCALES if not texts[locale].strip()]

    assert empty == []


def test_both_languages_have_the_same_blanks():
    unequal = [key for key, texts in catalogue().items() if _blanks(texts["vi"]) != _blanks(texts["en"])]

    assert unequal == []


def test_every_refusal_has_its_sentence_and_its_status_a_title():
    load_everything()
    wanted = {f"problem.{refusal.code}" for refusal in every_refusal()}
    wanted |= {f"http.title.{refusal.status}" for refusal in every_refusal()}

    assert sorted(wanted - set(catalogue())) == []


def test_one_code_means_one_status():
    load_everything()
    statuses = {}
    for refusal in every_refusal():
        statuses.setdefault(refusal.code, set()).add(refusal.status)

    assert {code: found for code, found in statuses.items() if len(found) > 1} == {}


def test_every_message_a_template_asks_for_exists():
    asked = {
        (path.name, found[1])
        for path in TEMPLATES.rglob("*.html")
        for found in ASKED_IN_TEMPLATES.findall(path.read_text(encoding="utf-8"))
    }

    assert asked
    assert sorted((name, key) for name, key in asked if key not in catalogue()) == []


def test_every_message_the_program_asks_for_exists():
    asked = {
        (path.name, node.args[1].value)
        for folder in ("shop", "workers")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
        if len(node.args) > 1 and isinstance(node.args[1], ast.Constant)
    }

    assert sorted((name, key) for name, key in asked if key not in catalogue()) == []


def test_no_sentence_is_written_in_a_template():
    written = [
        f"{path.name}: {line.strip()[:60]}"
        for path in TEMPLATES.rglob("*.html")
        for line in re.sub(r"(?s)\{#.*?#\}", "", path.read_text(encoding="utf-8")).splitlines()
        if TYPED_WORDS.search(line.replace(BRAND, ""))
    ]

    assert written == []


def test_a_message_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        say("vi", "no.such.message")
