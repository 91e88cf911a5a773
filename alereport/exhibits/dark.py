"""Drawings that are readable on a dark page too, without a white box behind them."""

from __future__ import annotations

import colorsys
import re

from alereport.base.params import contrast_ratio

PAPER = "#14181b"
"""The background of a dark page: `--paper` in `theme/site.css`."""
READABLE = 4.5
GREY = 0.2
"""A colour of lower saturation is a grey; on a dark page, light and dark greys are swapped."""
COLOUR = re.compile(rb"#[0-9a-f]{6}\b")


def with_dark_colours(svg: bytes) -> bytes:
    """Return the drawing with a style sheet for readers who prefer a dark page."""
    colours = sorted({match.decode() for match in COLOUR.findall(svg)})
    rules = "".join(
        f'[style*="{name}: {colour}"] {{ {name}: {dark_colour(colour)} !important; }}'
        for colour in colours
        for name in ("fill", "stroke")
    )
    style = f"<style>@media (prefers-color-scheme: dark) {{ {rules} }}</style>"
    return svg.replace(b"<defs>", style.encode() + b"<defs>", 1)


def dark_colour(colour: str) -> str:
    """Return the colour to use on a dark page: greys are inverted, other colours are lightened."""
    hue, light, saturation = colorsys.rgb_to_hls(
        *(int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    )
    if saturation < GREY:
        return _hex(hue, 0.09 + 0.84 * (1 - light), saturation)
    while contrast_ratio(_hex(hue, light, saturation), PAPER) < READABLE:
        light += 0.02
    return _hex(hue, light, saturation)


def _hex(hue: float, light: float, saturation: float) -> str:
    channels = colorsys.hls_to_rgb(hue, min(light, 1.0), saturation)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)
