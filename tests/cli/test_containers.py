"""What the Dockerfile and compose.yaml say fits the program: its commands, its settings, what each image needs."""

import re
from pathlib import Path

import yaml

from config.settings import Settings
from shop.cli.main import FAMILIES
from shop.http.hosts import own_names

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
OURS = {name: one for name, one in COMPOSE["services"].items() if one["image"].startswith("chomay")}
SETTING = re.compile(r"SHOP_[A-Z0-9_]+")


def test_each_service_of_ours_is_a_command_of_the_program():
    commands = {name: one["command"][0] for name, one in OURS.items() if name != "setup"}

    assert set(commands.values()) <= set(FAMILIES)
    assert {"web", "video", "simulcast", "relay", "worker", "beat"} <= set(commands.values())


def test_each_setting_of_a_service_is_one_of_the_program():
    known = {f"SHOP_{name.upper()}" for name in Settings.__struct_fields__}
    named = {name for one in OURS.values() for name in one["environment"] if SETTING.fullmatch(name)}

    assert sorted(named - known) == []


def test_the_one_image_with_ffmpeg_is_simulcast_s():
    built = {name: one["build"] for name, one in OURS.items()}
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert built.pop("simulcast") == {"context": ".", "args": {"PACKAGES": "ffmpeg"}}
    assert set(built.values()) == {"."}
    assert {one["image"] for name, one in OURS.items() if name != "simulcast"} == {"chomay"}
    assert re.search(r'^ARG PACKAGES=""$', dockerfile.rpartition("\nFROM ")[2], re.MULTILINE)
    assert "python3 ca-certificates $PACKAGES" in dockerfile


def test_simulcast_asks_the_web_process_by_a_name_it_answers_to():
    environment = OURS["web"]["environment"] | {"SHOP_PUBLIC_URL": "https://chomay.example"}
    hosts = re.sub(r"\$\{\w+:-\}", "", environment["SHOP_ALLOWED_HOSTS"])
    names = own_names(Settings(public_url=environment["SHOP_PUBLIC_URL"], allowed_hosts=hosts))

    source = OURS["simulcast"]["environment"]["SHOP_SIMULCAST_SOURCE"]

    assert source == "http://web:8000"
    assert names.has_host(source.removeprefix("http://"))
    assert not names.has_host("")
