"""Models that have not learnt from a document say which of its labels are wrong."""

import json
from pathlib import Path
from random import Random

import pytest

from annotator.core.label_errors.error import Kind
from annotator.errors import TrainingError
from annotator.session.finding_errors import ErrorOptions, find_errors
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.storage.project import Project
from tests.processes import children
from tests.session.learnable import NAMES, PLACES, SAYINGS
from tests.storage.projects import make

WRONG = {7: "swapped", 33: "missing", 71: "extra"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """120 finished texts, in one of which labels are swapped, in one a label is missing, and
    in one "train" is a person."""
    folder = tmp_path_factory.mktemp("errors")
    path = make(folder / "p.annotator", labels="PER CITY")
    pick = Random(1)
    lines = [_line(number, pick) for number in range(120)]
    (folder / "in.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    finish(import_files(path, [folder / "in.jsonl"], ImportOptions("ana")))
    return path


def _line(number: int, pick: Random) -> dict[str, object]:
    name, place = pick.choice(NAMES), pick.choice(PLACES)
    saying = SAYINGS[0] if number in WRONG else pick.choice(SAYINGS)
    text = f"{number}: {saying.format(name, place)} {pick.random()}"
    said = {name: "PER", place: "CITY"}
    if WRONG.get(number) == "swapped":
        said = {name: "CITY", place: "PER"}
    elif WRONG.get(number) == "missing":
        del said[name]
    elif WRONG.get(number) == "extra":
        said["train"] = "PER"
    spans = [
        {"start": text.index(words), "end": text.index(words) + len(words), "label": label}
        for words, label in said.items()
    ]
    return {"text": text, "spans": spans, "answer": "accept"}


def test_what_models_are_sure_of_is_found_and_hardly_anything_else(path: Path) -> None:
    before = children()
    report = finish(find_errors(path, ErrorOptions(models=True, steps=100)))
    assert children() == before
    errors = [one for one in report.errors if one.kind is Kind.MODEL]
    with Project.open_to_read(path) as project:
        found = {
            (
                int(text.split(":")[0]),
                text[slice(*one.place[:2])],
                one.span[2] if one.span else "",
                one.fix[2] if one.fix else "",
            )
            for one in errors
            for text in [project.documents.text(one.document_id)]
        }
    numbers = {number for number, *_ in found}
    assert numbers >= {7, 33}
    assert len(numbers - WRONG.keys()) <= 2
    swapped = {one[2:] for one in found if one[0] == 7}
    assert swapped & {("CITY", "PER"), ("PER", "CITY")}
    assert ("", "PER") in {one[2:] for one in found if one[0] == 33}
    assert all(0.3 <= one.likelihood <= 1 for one in errors)


def test_of_few_finished_documents_no_model_is_trained(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", "One.", "Two.")
    with pytest.raises(TrainingError, match="Finish at least"):
        finish(find_errors(path, ErrorOptions(models=True)))
