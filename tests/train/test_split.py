"""The split is stable, keeps its shares, and never tears near-duplicates apart."""

from collections import Counter
from random import Random

import pytest

from annotator.core.document import document_key
from annotator.core.parts import PARTS, shares
from annotator.train.split import Split

WORDS = [f"word{n}" for n in range(2_000)]


def texts(count: int, *, length: int = 60, seed: int = 1) -> list[str]:
    pick = Random(seed)
    return [" ".join(pick.choices(WORDS, k=length)) for _ in range(count)]


def parts(each: list[str], written: str = "80/10/10") -> list[str]:
    split = Split(shares(written))
    return [split.part(document_key(text), text) for text in each]


def test_the_parts_have_about_their_shares() -> None:
    counts = Counter(parts(texts(600)))
    assert [round(counts[name] / 600, 1) for name in PARTS] == [0.8, 0.1, 0.1]


def test_a_share_of_nothing_gets_nothing() -> None:
    assert Counter(parts(texts(50), "100/0/0")) == {"train": 50}
    assert set(parts(texts(50), "50/50")) == {"train", "dev"}


def test_a_project_that_grows_moves_no_document() -> None:
    each = texts(200)
    changed = [text.replace(text.split()[3], "other", 1) for text in each[:50]]
    assert parts([*each, *changed, *texts(50, seed=2)])[:200] == parts(each)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\n\n  ".join(text.split()),
        lambda text: text.upper(),
        lambda text: " ".join(["New", *text.split()[2:-1]]),
        lambda text: text.replace(text.split()[10], "else").replace(text.split()[40], "more"),
    ],
)
def test_near_duplicates_fall_to_one_part(change: object) -> None:
    each = texts(80)
    found = parts([*each, *map(change, each)])  # type: ignore[call-overload]
    assert found[:80] == found[80:]


def test_texts_without_spaces_are_compared_by_characters() -> None:
    pick = Random(3)
    each = ["".join(chr(pick.randrange(0x4E00, 0x9000)) for _ in range(120)) for _ in range(80)]
    found = parts([*each, *(text[:60] + "的" + text[60:] for text in each)])
    assert found[:80] == found[80:]
    assert len(set(found)) == 3


@pytest.mark.parametrize(
    "written", ["", "80", "a/b", "80/-10/30", "0/0/0", "1/2/3/4", "inf/1", "nan/1"]
)
def test_what_is_no_split_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="80/10/10"):
        shares(written)
