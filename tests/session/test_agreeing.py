"""Annotators are compared over what both finished."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from annotator.session.agreeing import agreement
from annotator.session.agreement_report import AgreementOptions, AgreementReport
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.storage.project import Project
from tests.storage.projects import make, sql

TEXT = "Ada Lovelace joined IBM in Paris"
ADA, LOVELACE, IBM, PARIS = (0, 12), (4, 12), (20, 23), (27, 32)


def said(
    annotator: str, *spans: tuple[tuple[int, int], str], text: str = TEXT
) -> dict[str, object]:
    items = [{"start": start, "end": end, "label": label} for (start, end), label in spans]
    return {"text": text, "annotator": annotator, "answer": "accept", "spans": items}


def project_of(folder: Path, *lines: dict[str, object], name: str = "p") -> Path:
    path = make(folder / f"{name}.annotator")
    (folder / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    finish(import_files(path, [folder / "in.jsonl"], ImportOptions("ana")))
    return path


def compared(folder: Path, *lines: dict[str, object]) -> AgreementReport:
    return finish(agreement(project_of(folder, *lines)))


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


def three(count: int = 12) -> list[dict[str, object]]:
    """Three annotators: ana and ben differ now and then, cem has seen every other text."""
    found = []
    for number in range(count):
        text = f"{TEXT} {number}"
        found.append(said("ana", (ADA, "PER"), (IBM, "ORG"), text=text))
        ours = LOVELACE if number % 3 == 0 else ADA
        found.append(
            said("ben", (ours, "PER"), (IBM, "LOC" if number % 4 == 0 else "ORG"), text=text)
        )
        if number % 2:
            found.append(said("cem", (ADA, "PER"), text=text))
    return found


def test_the_order_of_documents_and_people_changes_nothing(tmp_path: Path) -> None:
    lines = three()
    reports = [
        asdict(finish(agreement(project_of(tmp_path, *order, name=str(number)))))
        for number, order in enumerate((lines, lines[::-1]))
    ]
    assert reports[0] == reports[1]
    assert reports[0]["annotators"] == ["ana", "ben", "cem"]


def test_each_pair_is_compared_over_what_both_finished(tmp_path: Path) -> None:
    report = compared(tmp_path, *three())
    assert {(p.first, p.second): p.documents for p in report.pairs} == {
        ("ana", "ben"): 12,
        ("ana", "cem"): 6,
        ("ben", "cem"): 6,
    }
    assert report.documents == 12
    assert report.fleiss is not None
    (pair,) = (p for p in report.pairs if p.second == "ben")
    assert pair.label_only.value == pytest.approx(1 - 3 / 20)
    assert pair.by_label["PER"].exact.f == pytest.approx(8 / 12)
    assert pair.by_label["PER"].partial.f == 1


def test_intervals_are_shown_unless_they_are_not_wanted(tmp_path: Path) -> None:
    path = project_of(tmp_path, *three())
    report = finish(agreement(path))
    (pair, *_) = report.pairs
    assert pair.exact.low is not None
    assert pair.exact.f is not None
    assert pair.exact.high is not None
    assert pair.exact.low < pair.exact.f < pair.exact.high
    assert report.alpha_interval
    assert report.alpha is not None
    assert report.alpha_interval[0] < report.alpha < report.alpha_interval[1]
    none = finish(agreement(path, AgreementOptions(resamples=0)))
    assert (none.alpha, none.alpha_interval, none.pairs[0].exact.low) == (report.alpha, None, None)


def test_what_cannot_be_said_is_none_and_says_why(tmp_path: Path) -> None:
    nothing = compared(tmp_path, said("ana"), said("ben"))
    (pair,) = nothing.pairs
    assert (pair.exact.f, pair.partial, pair.kappa, pair.label_only.value) == (None,) * 4
    assert set(pair.undefined) == {"exact", "boundaries", "partial", "label_only", "kappa"}
    assert (nothing.fleiss, nothing.alpha) == (None, None)
    assert "same label" in nothing.undefined["alpha"]
    json.dumps(asdict(nothing), allow_nan=False)


def test_one_annotator_alone_or_none_is_no_agreement(tmp_path: Path) -> None:
    for number, lines in enumerate(([], [said("ana", (ADA, "PER"))])):
        report = finish(agreement(project_of(tmp_path, *lines, name=str(number))))
        assert (report.fleiss, report.alpha, report.pairs) == (None, None, [])
        assert "Fewer than two people" in report.undefined["alpha"]


def test_where_not_everybody_has_seen_the_same_fleiss_is_none_and_alpha_is_not(
    tmp_path: Path,
) -> None:
    report = compared(
        tmp_path,
        *(said(who, (ADA, "PER"), text=TEXT) for who in ("ana", "ben")),
        *(said(who, (ADA, "PER"), text=f"{TEXT}.") for who in ("ben", "cem")),
    )
    assert report.fleiss is None
    assert "no document that all 3 have finished" in report.undefined["fleiss"]
    assert report.alpha == 1


def test_over_time_a_document_counts_when_the_later_of_two_finished_it(tmp_path: Path) -> None:
    path = project_of(tmp_path, *three(4))
    with Project.open(path) as project, project.transaction():
        run = project.connection.execute
        run("UPDATE annotations SET changed_at = '2026-01-31T23:00:00'")
        run(
            "UPDATE annotations SET changed_at = '2026-03-01T00:00:00' WHERE document_id = 1 AND"
            " annotator_id = (SELECT id FROM annotators WHERE name = 'ben')"
        )
    (pair, *_) = finish(agreement(path, AgreementOptions(by="month"))).pairs
    assert [(one.period, one.documents) for one in pair.over_time] == [
        ("2026-01", 3),
        ("2026-03", 1),
    ]
    assert finish(agreement(path)).by == "week"


def test_gold_is_compared_with_each_and_is_no_annotator(tmp_path: Path) -> None:
    gold = [said("gold", (ADA, "PER"), (IBM, "ORG"), text=f"{TEXT} {n}") for n in range(6)]
    path = project_of(tmp_path, *three(), *gold)
    report = finish(agreement(path))
    assert report.annotators == ["ana", "ben", "cem"]
    of = {one.annotator: one.all for one in report.gold}
    assert (of["ana"].first, of["ana"].documents, of["ana"].exact.f) == ("gold", 6, 1)
    assert (of["cem"].exact.precision, of["cem"].exact.recall) == (1, 0.5)
    assert all(one.seeds is None for one in report.gold)
    with Project.open(path) as project, project.transaction():
        project.seeds.add(
            row[0] for row in sql(path, "SELECT id FROM documents ORDER BY id LIMIT 2")
        )
    seeds = {one.annotator: one.seeds for one in finish(agreement(path)).gold}
    assert seeds["ana"]
    assert seeds["ana"].documents == 2


def test_another_annotator_may_be_gold(tmp_path: Path) -> None:
    path = project_of(tmp_path, *three())
    with Project.open(path) as project, project.transaction():
        project.put_setting("gold", "cem")
    report = finish(agreement(path))
    assert report.annotators == ["ana", "ben"]
    assert [(one.annotator, one.all.first) for one in report.gold] == [
        ("ana", "cem"),
        ("ben", "cem"),
    ]


def test_what_nobody_finished_counts_if_nothing_is_finished_or_if_it_is_wanted(
    tmp_path: Path,
) -> None:
    begun = [{**said(who, (ADA, "PER")), "answer": None} for who in ("ana", "ben")]
    path = project_of(tmp_path, *begun)
    found = finish(agreement(path))
    assert (found.documents, found.unfinished) == (1, True)
    assert finish(agreement(path, AgreementOptions(unfinished=False))).documents == 0
    path = project_of(tmp_path, *begun, said("cem", (ADA, "PER")), name="q")
    assert finish(agreement(path)).documents == 0
    assert finish(agreement(path, AgreementOptions(unfinished=True))).documents == 1
