"""Colours of labels: a palette of well-told-apart hues, and WCAG contrast."""

import re
from colorsys import hls_to_rgb, rgb_to_hls

Rgb = tuple[int, int, int]

PALETTE = (
    "#2563eb",
    "#c2410c",
    "#15803d",
    "#9333ea",
    "#a16207",
    "#0e7490",
    "#be123c",
    "#4d7c0f",
    "#6d28d9",
    "#b45309",
    "#0f766e",
    "#c026d3",
    "#1e40af",
    "#7c2d12",
    "#166534",
    "#db2777",
    "#475569",
    "#0284c7",
)
"""Colours for the first labels of a project that names none; then they repeat."""

_WRITTEN = re.compile("#[0-9a-fA-F]{6}")


def parse(color: str) -> Rgb:
    """`#rrggbb` as three numbers 0 to 255; raises ValueError for anything else."""
    if not _WRITTEN.fullmatch(color):
        raise ValueError(f"a colour is written #rrggbb, not {color!r}")
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def blend(color: Rgb, ground: Rgb, share: float) -> Rgb:
    """`share` (0 to 1) of a colour laid over a ground."""
    return tuple(round(c * share + g * (1 - share)) for c, g in zip(color, ground, strict=True))  # type: ignore[return-value]


def luminance(color: Rgb) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    red, green, blue = (_linear(c / 255) for c in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(a: Rgb, b: Rgb) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(color: Rgb, ground: Rgb, ratio: float = 4.5) -> Rgb:
    """The colour, made darker or lighter just enough to reach this contrast on the ground."""
    hue, lightness, saturation = rgb_to_hls(*(c / 255 for c in color))
    step = -0.02 if luminance(ground) > 0.18 else 0.02
    while contrast(color, ground) < ratio and 0 <= lightness <= 1:
        lightness += step
        red, green, blue = hls_to_rgb(hue, min(1.0, max(0.0, lightness)), saturation)
        color = round(red * 255), round(green * 255), round(blue * 255)
    return color
