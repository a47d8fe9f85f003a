import importlib.util
import subprocess
import sys

import pytest

from shop.cli.main import FAMILIES, main

LIGHT = """
import sys
from shop.cli.main import main
try:
    main(["run", "--help"])
except SystemExit:
    pass
heavy = {"litestar", "sqlalchemy", "celery", "uvicorn", "jinja2", "asyncpg"} & set(sys.modules)
sys.exit(f"loaded {heavy}" if heavy else 0)
"""


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_has_its_module(name):
    assert importlib.util.find_spec(FAMILIES[name].module) is not None


def test_an_unknown_command_is_answered_with_the_known_ones(capsys):
    code = main(["sell"])

    assert code == 2
    assert "there is no command 'sell'" in capsys.readouterr().err


def test_a_wrong_setting_is_one_sentence_that_names_the_right_one(capsys, monkeypatch):
    monkeypatch.setenv("SHOP_PROT", "80")

    code = main(["run"])

    assert code == 2
    assert capsys.readouterr().err == "shop: SHOP_PROT is not a setting of Chợ Mây. Did you mean SHOP_PORT?\n"


def test_a_command_without_a_running_shop_says_both_ways_out(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("SHOP_DATA_DIR", str(tmp_path))

    code = main(["db", "check"])

    assert code == 2
    said = capsys.readouterr().err
    assert f"No shop runs on {tmp_path}" in said
    assert "make run" in said
    assert "SHOP_DATABASE_URL" in said


def test_the_supervisor_loads_none_of_the_world():
    answer = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stderr
