"""How words look, and which looks are rare."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.label_errors.shapes import LONGEST, Shapes, shape


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ada", "Xx"),
        ("Ada Lovelace", "Xx"),
        ("McDowell", "XxXx"),
        ("IBM", "X"),
        ("the Lions", "x Xx"),
        ("12.5 %", "d.d %"),
        ("Ame\u0301lie", "Xx"),
        ("東京", "x"),
        ("  a\r\nb ", "x"),
        ("👩‍👩‍👧", "👩👧"),
    ],
)
def test_a_shape_keeps_case_numbers_and_marks(words: str, expected: str) -> None:
    assert shape(words) == expected


@given(st.text())
def test_every_text_has_a_short_shape(words: str) -> None:
    assert len(shape(words)) <= LONGEST


def test_what_hardly_any_span_of_a_label_looks_like_is_rare() -> None:
    shapes = Shapes()
    for _ in range(200):
        shapes.add("PER", "Xx")
    for _ in range(60):
        shapes.add("MONEY", "$d")
    assert shapes.rare("PER", "Xx") is None
    shapes.add("PER", "$d")
    likelihood, label = shapes.rare("PER", "$d") or (0, "")
    assert label == "MONEY"
    assert 0.6 < likelihood < 0.7
    assert shapes.evidence("PER", "$d") == (1, 201)
    shapes.add("PER", "x")
    likelihood, label = shapes.rare("PER", "x") or (0, "")
    assert label is None
    assert likelihood < 0.4


def test_of_few_spans_nobody_knows_what_is_rare() -> None:
    shapes = Shapes()
    for _ in range(20):
        shapes.add("PER", "Xx")
    shapes.add("PER", "d")
    assert shapes.rare("PER", "d") is None
