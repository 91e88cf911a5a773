"""Drawings that are read on a dark page too, without a box of white around them."""

from __future__ import annotations

import colorsys
import re

from alereport.base.params import contrast_ratio

PAPER = "#14181b"
"""What a dark page is: `--paper` of `theme/site.css`."""
READABLE = 4.5
GREY = 0.2
"""The saturation under which a colour is one of ink and paper, which change places."""
COLOUR = re.compile(rb"#[0-9a-f]{6}\b")


def adapting(svg: bytes) -> bytes:
    """The drawing with the colours it takes where its reader prefers a dark page."""
    colours = sorted({match.decode() for match in COLOUR.findall(svg)})
    rules = "".join(
        f'[style*="{name}: {colour}"] {{ {name}: {on_dark(colour)} !important; }}'
        for colour in colours
        for name in ("fill", "stroke")
    )
    style = f"<style>@media (prefers-color-scheme: dark) {{ {rules} }}</style>"
    return svg.replace(b"<defs>", style.encode() + b"<defs>", 1)


def on_dark(colour: str) -> str:
    """A colour of a white page as it is on a dark one: greys mirrored, others lightened."""
    hue, light, saturation = colorsys.rgb_to_hls(
        *(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    )
    if saturation < GREY:
        return _hex(hue, 0.09 + 0.84 * (1 - light), saturation)
    while contrast_ratio(_hex(hue, light, saturation), PAPER) < READABLE:
        light += 0.02
    return _hex(hue, light, saturation)


def _hex(hue: float, light: float, saturation: float) -> str:
    channels = colorsys.hls_to_rgb(hue, min(light, 1.0), saturation)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)
