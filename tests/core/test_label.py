import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.colors import PALETTE, blend, contrast, luminance, parse, readable
from annotator.core.label import Label, LabelSet, changed_labels

names = st.text(min_size=1).filter(str.strip)
colors = st.tuples(*[st.integers(0, 255)] * 3)


@given(st.lists(names, unique=True, max_size=50))
def test_labels_have_distinct_keys_and_colours_of_their_own(given_names: list[str]) -> None:
    labels = LabelSet(map(Label, given_names))
    assert [label.name for label in labels] == given_names
    keys = [label.key for label in labels if label.key]
    assert len(keys) == len(set(keys)) == min(len(labels), 36)
    assert "".join(keys[:10]) == "1234567890"[: len(labels)]
    assert all(label.color for label in labels)
    assert all(labels.with_key(label.key) is label for label in labels if label.key)
    assert all(labels.named(label.name) is label for label in labels)


def test_keys_that_are_given_stay_and_the_others_go_round_them() -> None:
    labels = LabelSet([Label("A"), Label("B", key="1"), Label("C", key="X"), Label("D")])
    assert [label.key for label in labels] == ["2", "1", "x", "3"]
    found = labels.with_key("X")
    assert found
    assert found.name == "C"


def test_after_the_digits_a_label_takes_a_letter_of_its_name() -> None:
    labels = LabelSet([*map(Label, "ABCDEFGHIJ"), Label("EVENT"), Label("EVE"), Label("EEV")])
    assert [label.key for label in labels][10:] == ["e", "v", "a"]


def test_names_are_added_once_at_the_end() -> None:
    labels = LabelSet([Label("ORG", "#111111", "o")]).with_names(["GPE", "ORG", "GPE"])
    assert [(label.name, label.key) for label in labels] == [("ORG", "o"), ("GPE", "1")]
    assert "GPE" in labels
    assert "LOC" not in labels
    assert labels.named("LOC") is None
    assert labels.with_key("z") is None


@pytest.mark.parametrize(
    "labels", [["A", "A"], [Label("A", key="x"), Label("B", key="X")]], ids=["names", "keys"]
)
def test_two_of_the_same_are_refused(labels: list[Label | str]) -> None:
    with pytest.raises(ValueError, match="two labels have the"):
        LabelSet(Label(item) if isinstance(item, str) else item for item in labels)


@pytest.mark.parametrize(
    "given_",
    [{"name": " "}, {"name": "A", "color": "red"}, {"name": "A", "color": "#12345"},
     {"name": "A", "color": "#+1+2+3"}, {"name": "A", "color": "#12345g"},
     {"name": "A", "key": "ab"}, {"name": "A", "key": " "}, {"name": "A", "key": "-"}],
)  # fmt: skip
def test_a_label_of_another_form_is_refused(given_: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"label|colour"):
        Label(**given_)


def test_contrast_is_that_of_the_standard() -> None:
    black, white, grey = (0, 0, 0), (255, 255, 255), parse("#767676")
    assert contrast(black, white) == contrast(white, black) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.01)
    assert luminance(white) == pytest.approx(1)
    assert contrast(grey, grey) == 1


@given(color=colors, ground=colors)
def test_a_colour_can_be_made_readable_on_any_ground(
    color: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    made = readable(color, ground)
    assert contrast(made, ground) >= 4.5
    assert made == color or contrast(color, ground) < 4.5
    assert all(0 <= channel <= 255 for channel in made)


@given(color=colors, ground=colors)
def test_blending_goes_from_the_ground_to_the_colour(
    color: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    assert blend(color, ground, 0) == ground
    assert blend(color, ground, 1) == color


def test_the_palette_has_distinct_colours() -> None:
    assert len({parse(color) for color in PALETTE}) == len(PALETTE)


def test_a_change_of_the_label_set_keeps_what_others_changed_since() -> None:
    before = LabelSet([Label("PER", key="1"), Label("ORG", key="2")])
    after = LabelSet([Label("PERSON", key="1"), Label("ORG", key="2")])
    now = LabelSet([*before, Label("LOC", "#123456", "3", "places")])
    changed = changed_labels(now, before, after)
    assert [label.name for label in changed] == ["PERSON", "ORG", "PER", "LOC"]
    assert changed.named("PERSON").key == "1"
    assert changed.named("LOC") == now.named("LOC")


def test_a_key_that_is_given_away_is_lost_by_who_had_it() -> None:
    before = LabelSet([Label("PER", key="1"), Label("ORG", key="2")])
    after = LabelSet([Label("PER", key="x"), Label("ORG", key="2")])
    now = LabelSet([*before, Label("LOC", key="x")])
    changed = changed_labels(now, before, after)
    assert changed.named("PER").key == "x"
    assert changed.named("LOC").key not in {"x", "2"}


def test_there_and_back_is_the_label_set_as_it_was() -> None:
    before = LabelSet([Label("PER"), Label("ORG")])
    after = LabelSet([Label("ORG", "#000000", "x", "firms"), Label("PER")])
    assert list(changed_labels(before, before, after)) == list(after)
    assert list(changed_labels(after, after, before)) == list(before)
