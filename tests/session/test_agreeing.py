"""Annotators are compared over what both finished."""

import json
from pathlib import Path

import pytest

from annotator.session.agreeing import AgreementReport, agreement
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from tests.storage.projects import make

TEXT = "Ada Lovelace joined IBM in Paris"
ADA, LOVELACE, IBM, PARIS = (0, 12), (4, 12), (20, 23), (27, 32)


def said(
    annotator: str, *spans: tuple[tuple[int, int], str], text: str = TEXT
) -> dict[str, object]:
    items = [{"start": start, "end": end, "label": label} for (start, end), label in spans]
    return {"text": text, "annotator": annotator, "answer": "accept", "spans": items}


def compared(folder: Path, *lines: dict[str, object]) -> AgreementReport:
    path = make(folder / "p.annotator")
    (folder / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    finish(import_files(path, [folder / "in.jsonl"], ImportOptions("ana")))
    return finish(agreement(path))


def test_labels_boundaries_and_overlaps_are_told_apart(tmp_path: Path) -> None:
    report = compared(
        tmp_path,
        said("ana", (ADA, "PER"), (IBM, "ORG"), (PARIS, "LOC")),
        said("ben", (LOVELACE, "PER"), (IBM, "ORG"), (PARIS, "ORG")),
    )
    (pair,) = report.pairs
    assert (pair.first, pair.second, pair.documents) == ("ana", "ben", 1)
    assert pair.exact.f == pytest.approx(1 / 3)
    assert pair.boundaries.f == pytest.approx(2 / 3)
    assert pair.partial == pytest.approx(2 / 3)
    assert pair.labels == {"LOC": 0, "ORG": pytest.approx(2 / 3), "PER": 0}


def test_kappa_counts_words_and_needs_no_label_on_most_of_them(tmp_path: Path) -> None:
    report = compared(
        tmp_path, said("ana", (ADA, "PER")), said("ben", (LOVELACE, "PER")), said("cem")
    )
    kappas = {(pair.first, pair.second): pair.kappa for pair in report.pairs}
    # Of six words two and one are labelled, one of them by both.
    expected = (4 * 5 + 2 * 1) / 36
    assert kappas["ana", "ben"] == pytest.approx((5 / 6 - expected) / (1 - expected))
    assert kappas["ana", "cem"] == pytest.approx(0)
    assert report.fleiss is not None
    assert report.alpha is not None
    assert report.fleiss < 1


def test_documents_of_one_and_unfinished_ones_are_not_compared(tmp_path: Path) -> None:
    unfinished = {**said("ben", (ADA, "PER")), "answer": None}
    report = compared(tmp_path, said("ana", (ADA, "PER")), unfinished, said("ana", text="More."))
    assert (report.documents, report.pairs, report.fleiss) == (0, [], None)


def test_equal_annotators_agree_wholly_however_spans_are_nested(tmp_path: Path) -> None:
    spans = ((ADA, "PER"), (LOVELACE, "ORG"), (PARIS, "LOC"))
    report = compared(tmp_path, said("ana", *spans), said("ben", *spans))
    (pair,) = report.pairs
    assert (pair.exact.f, pair.partial, pair.kappa, report.alpha) == (1, 1, 1, 1)
