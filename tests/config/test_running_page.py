import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_about_running_lists_every_setting_as_it_is():
    answer = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "settings_doc.py")], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stdout
    page = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    assert "| `SHOP_PORT` | 8000 |" in page
