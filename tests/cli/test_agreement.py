"""The command that says how alike annotators label."""

from pathlib import Path

from annotator.session.agreement_words import MEANINGS
from tests.cli.typed import annotator
from tests.session.test_agreeing import ADA, project_of, said, three


def test_measures_come_with_their_intervals_meanings_and_sources(tmp_path: Path) -> None:
    path = project_of(tmp_path, *three())
    said_so = annotator("agreement", path, "--by", "month").out
    assert "ana (first) and ben, 12 documents" in said_so
    assert " to " in said_so.split("exact")[1].splitlines()[0]
    for meaning in MEANINGS.values():
        assert meaning.sentence in said_so
        assert meaning.source in said_so
    found = annotator("agreement", path, "--json", "--resamples", 100).json
    assert found["resamples"] == 100
    assert found["meanings"]["alpha"]["source"].startswith("Krippendorff 2011")
    low, high = found["alpha_interval"]
    assert low < found["alpha"] < high


def test_what_cannot_be_said_is_said_to_be_so(tmp_path: Path) -> None:
    path = project_of(tmp_path, said("ana", (ADA, "PER")))
    assert (
        "Fewer than two people have finished the same document" in annotator("agreement", path).out
    )
    found = annotator("agreement", path, "--json").json
    assert (found["alpha"], found["fleiss"], found["pairs"], found["gold"]) == (None, None, [], [])
