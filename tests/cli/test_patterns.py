"""The command that brings patterns in and writes them out."""

import json
from pathlib import Path

import pytest

from tests.cli.typed import annotator, failure
from tests.storage.projects import findings, sql

LINES = [
    {"label": "ORG", "pattern": "IBM"},
    {"label": "LOC", "pattern": [{"LOWER": "paris"}], "id": "france"},
]
SHARED = (
    "prodigy_recipes/patterns_countries-GPE",
    "prodigy_ner_fashion_brands/fashion_brands_patterns",
)


def jsonl(path: Path, *items: object) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
    return path


def said(project: Path) -> list[tuple[object, ...]]:
    return sql(
        project,
        "SELECT document_id, name, substr(text, start + 1, end - start), label FROM suggestions"
        " JOIN sources ON sources.id = source_id JOIN texts USING (document_id)"
        " WHERE name = 'patterns' ORDER BY document_id, start",
    )


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """Two documents, with words and no suggestions."""
    path = tmp_path / "p.annotator"
    annotator("new", path, "--labels", "conll", "--pipeline", "blank:en")
    source = jsonl(tmp_path / "in.jsonl", {"text": "IBM left Paris."}, {"text": "PARIS, no IBM"})
    annotator("import", path, source)
    return path


def test_patterns_come_in_are_suggested_and_go_out_as_they_were(
    blank: Path, tmp_path: Path
) -> None:
    ran = annotator("patterns", blank, jsonl(tmp_path / "a.jsonl", *LINES), "--json")
    assert (ran.code, ran.err) == (0, "")
    assert {k: ran.json[k] for k in ("read", "added", "known", "patterns", "left_out")} == {
        "read": 2,
        "added": 2,
        "known": 0,
        "patterns": 2,
        "left_out": 0,
    }
    assert annotator("suggest", blank, "--json").json["suggestions"] == 4
    assert said(blank) == [
        (1, "patterns", "IBM", "ORG"),
        (1, "patterns", "Paris", "LOC"),
        (2, "patterns", "PARIS", "LOC"),
        (2, "patterns", "IBM", "ORG"),
    ]
    assert annotator("suggest", blank, "--json").json["documents"] == 0
    lines = annotator("patterns", blank, "--export", "-").out.splitlines()
    assert [json.loads(line) for line in lines] == LINES
    assert findings(blank) == []


def test_new_patterns_are_looked_for_in_documents_without_an_answer_and_in_no_other(
    blank: Path, tmp_path: Path
) -> None:
    annotator("patterns", blank, jsonl(tmp_path / "a.jsonl", LINES[0]))
    annotator("suggest", blank)
    done = jsonl(
        tmp_path / "done.jsonl", {"text": "IBM left Paris.", "spans": [], "answer": "accept"}
    )
    annotator("import", blank, done)
    ran = annotator("patterns", blank, jsonl(tmp_path / "b.jsonl", LINES[1]), "--replace")
    assert "The project has 1 patterns" in ran.out
    assert annotator("suggest", blank, "--json").json["documents"] == 1
    assert said(blank) == [(1, "patterns", "IBM", "ORG"), (2, "patterns", "PARIS", "LOC")]


def test_bad_patterns_are_left_out_with_line_and_reason(blank: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(
        '{"label": "A", "pattern": [{"WHAT": 1}]}\n[1]\nno JSON\n{"pattern": "x"}\n'
        '{"label": "A", "pattern": "fine", "colour": "red"}\n'
        '{"label": "A", "pattern": [{"LEMMA": "be"}]}\n',
        "utf-8",
    )
    ran = annotator("patterns", blank, path)
    assert ran.code == 3
    places = [line.split(": ")[0].rpartition(" ")[2] for line in ran.err.splitlines()]
    assert places == ["1", "2", "3", "4", "5", "6"]
    assert "token 1, WHAT: tokens have no such attribute" in ran.err
    assert "lemmatizer" in ran.err
    assert "1 new" in ran.out
    assert "New in the label set: A." in ran.out


def test_a_list_of_terms_gets_a_label(blank: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_bytes("\ufeffIBM\r\n\n  Saint-Étienne \n".encode() + b"\xff\n")
    ran = annotator("patterns", blank, terms, "--label", "ORG")
    assert ran.code == 3
    assert "line 4: the line is not UTF-8" in ran.err
    out = annotator("patterns", blank, "--export", "-").out.splitlines()
    assert [json.loads(line)["pattern"] for line in out] == ["IBM", "Saint-Étienne"]


def test_wrong_usage_and_files_that_are_not_there(blank: Path, tmp_path: Path) -> None:
    assert annotator("patterns", blank).code == 2
    assert annotator("patterns", blank, tmp_path / "a", "--export", "-").code == 2
    assert "cannot be read" in failure("patterns", blank, tmp_path / "a")
    assert (
        "annotator patterns PROJECT FILE"
        in annotator("import", blank, jsonl(tmp_path / "a.jsonl", *LINES)).err
    )
    assert "is a project" in failure("patterns", blank, "--export", blank)


@pytest.mark.parametrize("name", SHARED)
def test_real_files_of_patterns_come_in_whole(blank: Path, shared_data: Path, name: str) -> None:
    path = shared_data / f"{name}.jsonl"
    ran = annotator("patterns", blank, path, "--json")
    assert (ran.code, ran.json["problems"]) == (0, [])
    lines = path.read_text("utf-8").splitlines()
    assert ran.json["read"] == len(lines)
    out = annotator("patterns", blank, "--export", "-").out.splitlines()
    there = [json.loads(line) for line in out]
    assert all(json.loads(line) in there for line in lines)
