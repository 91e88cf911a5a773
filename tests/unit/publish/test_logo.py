"""The municipality's logo is published as a picture and nothing else, or refused with its place."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from alereport.base.errors import ParamsError
from alereport.base.workspace import Workspace
from alereport.publish.book import logo
from tests.conftest import ROOT

START = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://editor.example/" viewBox="0 0 90 60">'
)
DRAWN = f'{START}<metadata id="m"><i:x/></metadata><i:page/><path d="M0 0H9"/></svg>'
SHOWN = "logo: {sv: Vapnet}\n"


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "params").mkdir()
    settings = (ROOT / "params/municipality.yaml").read_text(encoding="utf-8")
    (tmp_path / "params/municipality.yaml").write_text(settings + SHOWN, encoding="utf-8")
    return Workspace(tmp_path)


def put(workspace: Workspace, name: str, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    (workspace.params / name).write_bytes(data)


def test_a_drawing_is_published_without_what_its_editor_says_of_itself(
    workspace: Workspace, tmp_path: Path
) -> None:
    put(workspace, "logo.svg", DRAWN)
    written = logo.write(workspace, tmp_path / "theme")
    assert written is not None
    assert (written.name, written.width) == ("logo.svg", 150)
    published = (tmp_path / "theme" / "logo.svg").read_text(encoding="utf-8")
    assert "<path" in published
    assert "metadata" not in published


def test_a_picture_is_published_as_it_is(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, "logo.png", png(300, 100))
    written = logo.write(workspace, tmp_path / "theme")
    assert written is not None
    assert written.width == 300
    assert (tmp_path / "theme" / "logo.png").read_bytes() == png(300, 100)


def test_without_a_logo_nothing_is_written(workspace: Workspace, tmp_path: Path) -> None:
    text = workspace.municipality.read_text(encoding="utf-8")
    workspace.municipality.write_text(text.removesuffix(SHOWN), encoding="utf-8")
    assert logo.write(workspace, tmp_path / "theme") is None
    assert not (tmp_path / "theme").exists()
    put(workspace, "logo.svg", DRAWN)
    with pytest.raises(ParamsError, match="nothing says what the logo shows"):
        logo.read(workspace)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("logo.gif", b"GIF89a", r"logo\.svg: there is no such file"),
        ("logo.svg", DRAWN + " " * (1 << 20), "larger than 1 MiB"),
        ("logo.svg", f"{START}<script>x</script></svg>", "it has script"),
        ("logo.svg", f"{START}<path onload='x()'/></svg>", "it has onload"),
        ("logo.svg", f"{START}<a href='https://x.example/'/></svg>", "it has a"),
        ("logo.svg", f"{START}<image href='https://x.example/x.png'/></svg>", "it has href"),
        ("logo.svg", f"{START}<style>@import url(x)</style></svg>", "it has style"),
        ("logo.svg", "<svg", "it is not SVG"),
        ("logo.svg", START.replace("viewBox", "box") + "</svg>", "how wide and high"),
        ("logo.svg", START.replace("90 60", "900 6") + "</svg>", "900 wide and 6 high"),
        ("logo.png", b"GIF89a", "it is not PNG"),
        ("logo.png", png(9000, 9000), "9000 × 9000 pixels"),
        ("logo.png", png(90, 0), "90 wide and 0 high"),
    ],
)
def test_what_is_no_plain_picture_is_refused(
    workspace: Workspace, name: str, content: str | bytes, found: str
) -> None:
    put(workspace, name, content)
    with pytest.raises(ParamsError, match=found) as refused:
        logo.read(workspace)
    assert refused.value.place.startswith("params/logo.")


def test_two_logos_are_one_too_many(workspace: Workspace) -> None:
    put(workspace, "logo.svg", DRAWN)
    put(workspace, "logo.png", png(90, 60))
    with pytest.raises(ParamsError, match="there is another logo"):
        logo.read(workspace)


def test_a_folder_of_the_name_of_a_logo_is_told(workspace: Workspace) -> None:
    (workspace.params / "logo.svg").mkdir()
    with pytest.raises(ParamsError, match=r"logo\.svg"):
        logo.read(workspace)
