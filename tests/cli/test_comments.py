import json
import subprocess
import sys
from pathlib import Path

import pytest

from shop.cli.main import main

LIGHT = """
import sys
from shop.cli.main import main
try:
    main(["comments", "parse", "--help"])
except SystemExit:
    pass
heavy = {"litestar", "sqlalchemy", "celery", "uvicorn", "jinja2", "asyncpg", "redis", "httpx"} & set(sys.modules)
sys.exit(f"loaded {heavy}" if heavy else 0)
"""
LINE_UP = "code,name,unit,options\nA12,Trà sen,hộp,\nB12,Mật ong,chai,\nL8,Khăn lụa,cái,đỏ|xanh\n"


@pytest.fixture
def line_up(tmp_path: Path) -> str:
    path = tmp_path / "line-up.csv"
    path.write_text(LINE_UP, encoding="utf-8")
    return str(path)


def parsed(*argv: str, comments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """The command as people call it: comments go in, a line each."""
    return subprocess.run(
        [sys.executable, "-m", "shop.cli.main", "comments", "parse", *argv],
        input="\n".join(comments),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_every_comment_is_answered_by_a_line_of_json(line_up):
    said = ("chốt A12 x2 0912 345 678", "12", "", "hủy a12, lấy L8 đỏ 3", "A12 còn không shop?")

    done = parsed("--line-up", line_up, "--pinned", "a12", comments=said)

    assert done.returncode == 0, done.stderr
    order, both, empty, exchange, question = map(json.loads, done.stdout.splitlines())

    assert (order["intent"], order["items"], order["phone"]) == ("order", {"A12": 2}, "0912345678")
    assert both["intent"] == "ambiguous"
    assert [answer["code"] for answer in both["asks"][0]["answers"]] == ["A12", "B12"]
    assert (empty["intent"], empty["items"], empty["phone"]) == ("none", {}, None)
    assert (exchange["intent"], exchange["items"]) == ("change", {"A12": 0, "L8": 3})
    assert exchange["lines"][1]["option"] == "đỏ"
    assert question["intent"] == "question"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (["--line-up", "nowhere.csv"], "nowhere.csv"),
        (["--pinned", "Z9"], "no code 'Z9'"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(line_up, changed, said):
    done = parsed("--line-up", line_up, *changed, comments=("A12",))

    assert done.returncode == 2
    assert said in done.stderr


def test_a_line_up_without_its_columns_is_refused(tmp_path, capsys):
    path = tmp_path / "short.csv"
    path.write_text("code,name\nA12,Trà\n", encoding="utf-8")

    assert main(["comments", "parse", "--line-up", str(path)]) == 2
    assert "has no column unit, options" in capsys.readouterr().err


def test_the_command_loads_no_server():
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
