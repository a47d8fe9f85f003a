import subprocess
import sys

import pytest

from shop.cli.main import main

PARTS = ["--bank", "970415", "--account", "1133 6666 8888", "--amount", "79.000", "--memo", "Ủng Hộ Quỹ Vắc Xin"]
STRING = (
    "00020101021238560010A0000007270126000697041501121133666688880208QRIBFTTA"
    "53037045405790005802VN62220818Ung Ho Quy Vac Xin63043ACF"
)
LIGHT = """
import sys
from shop.cli.main import main
main(["vietqr", "--bank", "970415", "--account", "1"])
heavy = {"litestar", "sqlalchemy", "celery", "uvicorn", "jinja2", "asyncpg", "redis", "httpx"} & set(sys.modules)
sys.exit(f"loaded {heavy}" if heavy else 0)
"""


def test_the_published_string_is_printed(capsys):
    assert main(["vietqr", *PARTS]) == 0
    assert capsys.readouterr().out == STRING + "\n"


def test_the_picture_is_written_beside_it(capsys, tmp_path):
    assert main(["vietqr", *PARTS, "--svg", str(tmp_path / "ma.svg")]) == 0
    assert (tmp_path / "ma.svg").read_text().startswith("<svg")
    assert capsys.readouterr().out == STRING + "\n"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (["--bank", "9704"], "đúng 6 chữ số"),
        (["--account", "số một"], "số tài khoản"),
        (["--amount", "79,5"], "số nguyên đồng"),
        (["--amount", "0"], "số nguyên đồng"),
        (["--memo", "Nội dung này dài quá hai mươi lăm ký tự"], "25 ký tự"),
        (["--svg", "/không/có/ma.svg"], "không ghi được tệp"),
    ],
)
def test_a_wrong_part_is_one_sentence_and_no_string(capsys, changed, said):
    assert main(["vietqr", *PARTS, *changed]) == 2
    heard = capsys.readouterr()
    assert heard.out == ""
    assert said in heard.err
    assert heard.err.count("\n") == 1


def test_the_world_is_not_loaded_for_a_string():
    answer = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stderr
