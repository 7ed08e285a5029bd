"""The command that lists probable label errors."""

from pathlib import Path

from annotator.core.annotation import Answer
from annotator.core.document import document_key
from annotator.core.edit import Edit
from annotator.core.span import Span
from annotator.storage.project import Project
from tests.cli.typed import annotator, failure
from tests.storage.projects import make, store

TEXT = "👩‍👩‍👧 met in Paris."


def project(folder: Path) -> Path:
    path = make(folder / "p.annotator", *(f"{TEXT} {n}" for n in range(5)))
    start = TEXT.index("Paris")
    with Project.open(path) as opened:
        for number in range(1, 6):
            label = "PER" if number == 5 else "LOC"
            edit = Edit(added=(Span(start, start + 5, label),), answer=(None, Answer.ACCEPT))
            store(opened, edit, document_id=number)
    return path


def test_errors_are_listed_for_people_and_as_json(tmp_path: Path) -> None:
    path = project(tmp_path)
    first, line = annotator("errors", path).out.splitlines()
    assert first == "1 probable error in 5 documents"
    assert "'Paris' PER -> 'Paris' LOC (4 of 5 mentions have that label)" in line
    found = annotator("errors", path, "--json").json
    (one,) = found["errors"]
    start = TEXT.index("Paris")
    assert one["kind"] == "different"
    assert one["document"] == document_key(f"{TEXT} 4")
    assert one["annotator"] == "ana"
    assert one["span"] == {"start": start, "end": start + 5, "label": "PER", "text": "Paris"}
    assert one["fix"] == one["span"] | {"label": "LOC"}
    assert one["evidence"] == [4, 5]
    assert 0 < one["likelihood"] < 1
    assert (found["documents"], found["left"]) == (5, 0)


def test_an_annotator_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    said = failure("errors", project(tmp_path), "--annotator", "zoe")
    assert said == "zoe has labelled nothing. These have: ana."
