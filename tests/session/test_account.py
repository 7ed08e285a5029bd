"""The numbers of an account add up, whatever the files hold."""

import json
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.edit import Edit
from annotator.core.parts import PARTS
from annotator.core.span import Span
from annotator.session.account import Account
from annotator.session.exporting import ExportOptions, export
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.storage.project import Project
from tests.storage.projects import make, store

TEXTS = ("🚀 Ada joined IBM.", "Paris\r\nand Bonn", "שלום IBM")
number = st.one_of(st.integers(-1, 25), st.just("x"))
span = st.fixed_dictionaries(
    {"start": number, "end": number, "label": st.sampled_from(["ORG", "NEW", ""])},
    optional={"text": st.sampled_from(["IBM", "Ada"]), "score": st.floats(0, 2)},
)
line = st.fixed_dictionaries(
    {"text": st.sampled_from([*TEXTS, "", 7])},
    optional={
        "spans": st.lists(st.one_of(span, st.just("none")), max_size=4),
        "answer": st.sampled_from(["accept", "reject", "ignore", "else", None]),
        "annotator": st.sampled_from(["ana", "ben"]),
        "note": st.just("see above"),
        "kept": st.just({"brat": ["*\tEquiv T1 T2"]}),
    },
)


def assert_adds_up(account: Account) -> None:
    kinds = (account.documents, account.annotations, account.spans, account.suggestions)
    for tally in kinds:
        assert tally.read == tally.written + tally.known + tally.left_out


def written(folder: Path, lines: list[dict[str, Any]]) -> Path:
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    return path


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(line, max_size=8), strict=st.booleans(), as_suggestions=st.booleans())
def test_what_is_read_is_written_known_or_left_out(
    lines: list[dict[str, Any]], strict: bool, as_suggestions: bool
) -> None:
    with TemporaryDirectory() as name:
        path = make(Path(name) / "p.annotator", TEXTS[0])
        options = ImportOptions("ana", strict=strict, as_suggestions=as_suggestions)
        file = written(Path(name), lines)
        first = finish(import_files(path, [file], options))
        again = finish(import_files(path, [file], options))
        report = finish(export(path, Path(name) / "out.jsonl", ExportOptions()))
        out = [json.loads(line) for line in (Path(name) / "out.jsonl").read_bytes().splitlines()]
    for account in (first.account, again.account, report.account):
        assert_adds_up(account)
    assert first.account.documents.read == len(lines)
    offered = sum(len(one.get("spans", ())) for one in lines if one["text"] in TEXTS)
    spans, suggestions = first.account.spans, first.account.suggestions
    assert spans.read + suggestions.read == offered
    assert again.account.documents.written == again.account.spans.written == 0
    assert len(out) == report.account.annotations.written
    assert sum(len(one["spans"]) for one in out) == report.account.spans.written


def test_the_parts_of_a_split_hold_all_and_say_what_is_in_them(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator")
    lines = [
        {"text": f"{n} of IBM and {n * n}", "spans": [], "answer": "accept"} for n in range(60)
    ]
    finish(import_files(path, [written(tmp_path, lines)], ImportOptions("ana")))
    options = ExportOptions(split=(60, 20, 20))
    report = finish(export(path, tmp_path / "labels.jsonl", options))
    files = [tmp_path / f"labels-{name}.jsonl" for name in PARTS]
    texts = [[json.loads(one)["text"] for one in file.read_bytes().splitlines()] for file in files]
    assert sorted(chain.from_iterable(texts)) == sorted(str(one["text"]) for one in lines)
    assert [report.parts[name].annotations for name in PARTS] == list(map(len, texts))
    assert min(map(len, texts)) > 0
    assert_adds_up(report.account)
    again = finish(export(path, tmp_path / "folder", options))
    assert sorted(file.name for file in (tmp_path / "folder").iterdir()) == [
        "dev.jsonl",
        "test.jsonl",
        "train.jsonl",
    ]
    assert again.account == report.account


def test_spans_off_the_edges_are_one_counted_remark_that_names_the_first(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", *(f"🚀 Ada joined {n}." for n in range(40)))
    with Project.open(path) as project:
        for number in range(1, 41):
            store(project, Edit(added=(Span(2, 4, "ORG"), Span(6, 8, "ORG"))), document_id=number)
    report = finish(export(path, tmp_path / "out.jsonl", ExportOptions()))
    (remark,) = report.problems
    assert remark.reason == "'Ad' is off the word edges; so are 79 more spans"
    assert (remark.left_out, remark.span, report.left_out) == ("nothing", (2, 4, "ORG"), 0)
    assert report.spans == report.account.spans.written == 80
    assert_adds_up(report.account)
