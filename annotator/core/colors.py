"""Colours of labels: a palette that everyone can tell apart, lightness, and WCAG contrast."""

import math
import re
from collections.abc import Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache

Rgb = tuple[int, int, int]

PALETTE = (
    "#4b61b5",
    "#e5c12a",
    "#8d0034",
    "#40e0f8",
    "#6a6e11",
    "#9f6b98",
    "#9bc992",
    "#348766",
    "#fc90b8",
    "#0a5347",
    "#df891f",
    "#942d6c",
    "#611d82",
    "#3db8a7",
    "#603e03",
    "#7faefc",
    "#1890c7",
    "#a75c54",
)
"""Colours for the labels of a project that names none; then they repeat.

Found by search: as drawn in either theme no two look alike, whether one sees all colours or
lacks one kind of cone, and each is as different as can be from those before it.
"""

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


def difference(a: Rgb, b: Rgb) -> float:
    """How different two colours look: their distance in OKLab, about 0 to 1. Below 0.05 they are
    hard to tell apart in small patches."""
    return math.dist(_oklab(a), _oklab(b))


def readable(color: Rgb, ground: Rgb, ratio: float = 4.5) -> Rgb:
    """The colour, made darker or lighter just enough to reach this contrast on the ground."""
    hue, lightness, saturation = rgb_to_hls(*(c / 255 for c in color))
    step = -0.02 if luminance(ground) > 0.18 else 0.02
    while contrast(color, ground) < ratio and 0 <= lightness <= 1:
        lightness += step
        red, green, blue = hls_to_rgb(hue, min(1.0, max(0.0, lightness)), saturation)
        color = round(red * 255), round(green * 255), round(blue * 255)
    return color


@lru_cache(1_000)  # asked for at each painted line of a list
def toned(color: Rgb, darkest: float, lightest: float, *, chroma: float = 0.19) -> Rgb:
    """The same hue with its lightness (OKLab, 0 to 1) brought between two bounds, no louder
    than this chroma and than a screen can show it.

    Of two colours the lighter one stays the lighter.
    """
    lightness, a, b = _oklab(color)
    share = (lightness - DARK_END) / (LIGHT_END - DARK_END)
    lightness = darkest + (lightest - darkest) * min(1.0, max(0.0, share))
    strength = min(1.0, chroma / max(math.hypot(a, b), 1e-6))
    while not _is_shown(made := _from_oklab(lightness, a * strength, b * strength)):
        strength *= 0.97
    return made


DARK_END, LIGHT_END = 0.38, 0.84
"""The lightness (OKLab) of the palette's darkest and lightest colours."""

# OKLab: https://bottosson.github.io/posts/oklab/
_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONES = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def _times(matrix: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    return [sum(m * v for m, v in zip(row, values, strict=True)) for row in matrix]


def _oklab(color: Rgb) -> list[float]:
    cones = _times(_TO_CONES, [_linear(c / 255) for c in color])
    return _times(_TO_LAB, [math.cbrt(cone) for cone in cones])


def _from_oklab(lightness: float, a: float, b: float) -> Rgb:
    """The colour, with channels outside 0 to 255 if no screen can show it."""
    cones = _times(_FROM_LAB, (lightness, a, b))
    red, green, blue = _times(_FROM_CONES, [cone**3 for cone in cones])
    return _encoded(red), _encoded(green), _encoded(blue)


def _encoded(linear: float) -> int:
    if linear <= 0.0031308:
        return round(255 * 12.92 * linear)
    return round(255 * (1.055 * math.pow(linear, 1 / 2.4) - 0.055))


def _is_shown(color: Rgb) -> bool:
    return all(0 <= channel <= 255 for channel in color)
