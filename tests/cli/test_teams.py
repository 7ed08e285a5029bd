"""Handing out and merging, as they are typed."""

from pathlib import Path

from annotator.core.annotation import Answer
from tests.cli.typed import annotator, failure
from tests.session.test_merging import label, work
from tests.storage.projects import make


def test_seeds_are_handed_out_and_their_gold_stays(tmp_path: Path) -> None:
    home = make(tmp_path / "home.annotator", *(f"Ada wrote letter {n}." for n in range(6)))
    for number in (1, 2):
        work(home, "gold", number, label(0, 3, "PER"), lambda _, hands: hands.answer(Answer.ACCEPT))
    typed = ("handout", home, "--output", tmp_path / "out", "--to", "ana", "--to", "ben")
    report = annotator(*typed, "--seeds", 2, "--json").json
    assert report["seeds"] == 2
    assert report["documents"] == {"ana": 4, "ben": 4}
    for path in report["files"].values():
        work(Path(path), Path(path).stem, 1, lambda _, hands: hands.answer(Answer.ACCEPT))
    merged = annotator("merge", home, *report["files"].values(), "--json").json
    assert (merged["annotations"], merged["conflicts"]) == (2, [])
    gold = annotator("agreement", home, "--json").json["gold"]
    assert [(one["annotator"], one["seeds"]["documents"]) for one in gold] == [
        ("ana", 1),
        ("ben", 1),
    ]
    assert [one["seeds"]["exact"]["recall"] for one in gold] == [0, 0]


def test_more_seeds_than_there_are_is_one_sentence(tmp_path: Path) -> None:
    home = make(tmp_path / "home.annotator", "A text.")
    typed = ("handout", home, "--output", tmp_path / "out", "--to", "ana", "--seeds", 3)
    assert "There are 0 settled documents" in failure(*typed)


def test_where_nothing_is_left_to_answer_that_is_said(tmp_path: Path) -> None:
    home = make(tmp_path / "home.annotator", "Ada wrote a letter.")
    work(home, "ana", 1, lambda _, hands: hands.answer(Answer.ACCEPT))
    typed = ("handout", home, "--output", tmp_path / "out", "--to", "ben")
    assert "--which all" in annotator(*typed).out
    again = ("handout", home, "--output", tmp_path / "again", "--to", "ben", "--which", "all")
    said = annotator(*again).out
    assert "ben.annotator with 1" in said
    assert "--which" not in said
