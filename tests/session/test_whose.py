"""Corpora of several annotators come in with each one's annotations kept apart."""

import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from annotator.session.agreeing import agreement
from annotator.session.import_report import ImportOptions, ImportReport
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from tests.storage.projects import findings, make, sql

TEXT = "Ada joined IBM."
SAID = (
    "SELECT name, substr(text, start + 1, end - start) || '/' || label FROM annotations"
    " JOIN annotators ON annotators.id = annotations.annotator_id"
    " JOIN texts USING (document_id) LEFT JOIN spans USING (document_id, annotator_id)"
    " ORDER BY name, start"
)
ADA, IBM = (0, 3, "PER"), (11, 14, "ORG")
BY = {"ana": (ADA, IBM), "ben": (ADA,)}
EXPECTED = [("ana", "Ada/PER"), ("ana", "IBM/ORG"), ("ben", "Ada/PER")]
Key = tuple[int, int, str]


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def brat(folder: Path) -> None:
    for name, spans in BY.items():
        put(folder / name / "one.txt", TEXT)
        rows = [f"T{i}\t{k} {s} {e}\t{TEXT[s:e]}" for i, (s, e, k) in enumerate(spans, start=1)]
        put(folder / name / "one.ann", "\n".join([*rows, ""]))
    # What only one of them has seen is theirs, too.
    put(folder / "ana" / "two.txt", "Nothing.")
    put(folder / "ana" / "two.ann", "T1\tPER 0 7\tNothing\n")


def rows_of(spans: tuple[Key, ...]) -> str:
    tags = {"Ada": "O", "joined": "O", "IBM": "O", ".": "O"}
    tags |= {TEXT[s:e]: f"B-{k}" for s, e, k in spans}
    return "".join(f"{word} {tag}\n" for word, tag in tags.items()) + "\n"


def conll(folder: Path) -> None:
    for name, spans in BY.items():
        put(folder / f"{name}.conll", rows_of(spans))


def items(spans: tuple[Key, ...]) -> list[dict[str, object]]:
    return [{"start": s, "end": e, "label": k} for s, e, k in spans]


def prodigy(folder: Path) -> None:
    lines = [
        {"text": TEXT, "spans": items(spans), "answer": "accept", "_annotator_id": name,
         "_session_id": name, "_input_hash": 1, "_task_hash": 2, "_view_id": "ner_manual"}
        for name, spans in BY.items()
    ]  # fmt: skip
    put(folder / "both.jsonl", "\n".join(map(json.dumps, lines)))


def label_studio(folder: Path) -> None:
    annotations = [
        {
            "id": number,
            "completed_by": {"id": number, "email": name, "first_name": "", "last_name": ""},
            "result": [
                {"id": f"r{s}", "from_name": "label", "to_name": "text", "type": "labels",
                 "value": {"start": s, "end": e, "text": TEXT[s:e], "labels": [k]}}
                for s, e, k in spans
            ],
        }
        for number, (name, spans) in enumerate(BY.items(), start=1)
    ]  # fmt: skip
    put(folder / "tasks.json", json.dumps([{"data": {"text": TEXT}, "annotations": annotations}]))


def inception(folder: Path) -> None:
    layer = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    head = f"#FORMAT=WebAnno TSV 3.3\n#T_SP={layer}|value\n"
    for name, spans in BY.items():
        said = {TEXT[s:e]: k for s, e, k in spans}
        words = (("Ada", 0), ("joined", 4), ("IBM", 11), (".", 14))
        rows = [
            f"1-{i}\t{at}-{at + len(word)}\t{word}\t{said.get(word, '_')}\n"
            for i, (word, at) in enumerate(words, start=1)
        ]
        place = folder / "annotation" / "one.txt" / f"{name}.tsv"
        put(place, f"{head}\n\n#Text={TEXT}\n{''.join(rows)}")


def doccano_items(spans: tuple[Key, ...]) -> str:
    item = {"id": 1, "text": TEXT, "label": [list(span) for span in spans], "Comments": []}
    return json.dumps(item) + "\n"


def doccano(folder: Path) -> None:
    for name, spans in BY.items():
        put(folder / f"{name}.jsonl", doccano_items(spans))


def doccano_zip(folder: Path) -> None:
    folder.mkdir(parents=True)
    with ZipFile(folder / "export.zip", "w") as archive:
        for name, spans in BY.items():
            archive.writestr(f"{name}.jsonl", doccano_items(spans))


def jsonl(folder: Path) -> None:
    lines = [
        {"text": TEXT, "spans": items(spans), "answer": "accept", "annotator": name}
        for name, spans in BY.items()
    ]
    put(folder / "both.jsonl", "\n".join(map(json.dumps, lines)))


def brought(
    folder: Path, write: Callable[[Path], None], **options: object
) -> tuple[Path, ImportReport]:
    path = make(folder / "p.annotator")
    write(folder / "in")
    report = finish(import_files(path, [folder / "in"], ImportOptions("tester", **options)))
    assert findings(path) == []
    return path, report


@pytest.mark.parametrize(
    "write",
    [brat, conll, prodigy, label_studio, inception, doccano, doccano_zip, jsonl],
    ids=lambda write: write.__name__,
)
def test_each_annotator_is_kept_apart_and_agreement_sees_them(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    path, report = brought(tmp_path, write)
    assert report.left_out == 0, report.problems
    said = [row for row in sql(path, SAID) if row[1] != "Nothing/PER"]
    assert said == EXPECTED
    found = finish(agreement(path))
    (pair,) = found.pairs
    assert (pair.first, pair.second, pair.exact.f) == ("ana", "ben", pytest.approx(2 / 3))


def test_who_marked_nothing_has_looked_all_the_same(tmp_path: Path) -> None:
    def write(folder: Path) -> None:
        brat(folder)
        put(folder / "ben" / "two.txt", "Nothing.")
        put(folder / "ben" / "two.ann", "")

    path, _ = brought(tmp_path, write)
    assert finish(agreement(path)).documents == 2
    again = finish(import_files(path, [tmp_path / "in"], ImportOptions("tester")))
    assert (again.annotations, again.left_out) == (0, 0)
    assert sql(path, "SELECT count(*) FROM edits") == [(4,)]


def test_where_an_annotator_is_named_nothing_is_guessed(tmp_path: Path) -> None:
    path, report = brought(tmp_path, conll, is_named=True)
    assert {row[0] for row in sql(path, SAID)} == {"tester"}
    assert report.left_out == 1


def test_parts_of_one_corpus_are_of_one_annotator(tmp_path: Path) -> None:
    def write(folder: Path) -> None:
        put(folder / "train.conll", rows_of((ADA,)))
        put(folder / "dev.conll", "Oslo B-LOC\n\n")
        put(folder / "copy.conll", rows_of((ADA,)))

    path, _ = brought(tmp_path, write)
    assert {row[0] for row in sql(path, SAID)} == {"tester"}


def test_it_is_told_whose_a_file_was_taken_for(tmp_path: Path) -> None:
    _, report = brought(tmp_path, brat)
    remarks = [(Path(p.path).parent.name, p.reason) for p in report.problems]
    assert (
        "ben",
        "names no annotator: taken for ben's, as others beside it have its texts",
    ) in remarks
