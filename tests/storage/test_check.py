"""Damage of every kind, done behind our back, and the sentence for it."""

from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.edit import Edit
from annotator.core.suggestion import Suggestion
from annotator.errors import ProjectError
from annotator.storage.project import Project
from tests.storage.projects import IBM, IBM_SPAN, PARIS_SPAN, findings, make, propose, sql, store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two documents, two annotators, a suggestion, and something undone."""
    path = make(tmp_path / "p.annotator", IBM, "Nothing here.")
    propose(path, [Suggestion(0, 12, "PER", "model", 0.5)])
    with Project.open(path) as project:
        store(
            project,
            Edit(added=(IBM_SPAN,), rejected=((0, 12, "PER"),), answer=(None, Answer.ACCEPT)),
        )
        store(project, Edit(added=(PARIS_SPAN,)), annotator="ben")
        store(project, Edit(flagged=(False, True)), document_id=2)
    return path


def test_a_sound_project_has_no_findings(path: Path) -> None:
    assert findings(path) == []


TWICE = (
    "INSERT INTO edits (id, uuid, document_id, annotator_id, kind, gesture, change, made_at)"
    " SELECT 99, 'x', document_id, annotator_id, kind, gesture, change, made_at"
    " FROM edits WHERE id = 2"
)
DAMAGE = {
    "a changed text": (
        "UPDATE texts SET text = replace(text, 'IBM', 'SAP')",
        "Document 1: the text is not the one that was imported.",
    ),
    "documents without a place in the queue": (
        "INSERT INTO settings VALUES ('queue_arrangement', '3')",
        "The documents that have a place in the queue are not counted rightly.",
    ),
    "a shorter text": (
        "UPDATE texts SET text = 'Ada' WHERE document_id = 1",
        "Document 1: the text is not the one that was imported.",
    ),
    "a wrong length": (
        "UPDATE documents SET length = 34 WHERE id = 1",
        "Document 1: the text is not the one that was imported.",
    ),
    "a wrong key": (
        "UPDATE documents SET key = 'abc' WHERE id = 2",
        "Document 2: the text is not the one that was imported.",
    ),
    "a text that is gone": (
        "DELETE FROM texts WHERE document_id = 2",
        "Document 2: its text is missing.",
    ),
    "meta that is no JSON": (
        "UPDATE documents SET meta = '{' WHERE id = 1",
        "Document 1: its meta cannot be read.",
    ),
    "a span outside": (
        "UPDATE spans SET end = 99 WHERE label = 'LOC'",
        "Document 1: the span 27-99 LOC lies outside the text.",
    ),
    "a suggestion outside": (
        "UPDATE suggestions SET start = 33, end = 34",
        "Document 1: the suggestion 33-34 PER lies outside the text.",
    ),
    "a span moved": (
        "UPDATE spans SET start = 4 WHERE label = 'ORG'",
        "Document 1: the journal and the spans of annotator 1 differ.",
    ),
    "a span that is gone": (
        "DELETE FROM spans WHERE label = 'ORG'",
        "Document 1: the journal and the spans of annotator 1 differ.",
    ),
    "a span out of nowhere": (
        "INSERT INTO spans VALUES (1, 2, 4, 12, 'PER', NULL, NULL, NULL)",
        "Document 1: the journal and the spans of annotator 2 differ.",
    ),
    "an answer changed": (
        "UPDATE annotations SET answer = 'reject' WHERE answer = 'accept'",
        "Document 1: the journal and the spans of annotator 1 differ.",
    ),
    "a flag taken away": (
        "UPDATE annotations SET flagged = 0",
        "Document 2: the journal and the spans of annotator 1 differ.",
    ),
    "a rejection forgotten": (
        "DELETE FROM rejections",
        "Document 1: the journal and the spans of annotator 1 differ.",
    ),
    "an edit that is gone": (
        "DELETE FROM edits WHERE id = 1",
        "Document 1: the journal and the spans of annotator 1 differ.",
    ),
    "an edit twice": (
        TWICE,
        "Document 1: the journal cannot be replayed",
    ),
    "an edit that is no JSON": (
        "UPDATE edits SET change = '{' WHERE id = 1",
        "Document 1: the journal cannot be replayed",
    ),
    "an edit that is no edit": (
        "UPDATE edits SET change = '{\"added\": [[1]]}' WHERE id = 1",
        "Document 1: the journal cannot be replayed",
    ),
    "an edit that is a list": (
        "UPDATE edits SET change = '[1]' WHERE id = 1",
        "Document 1: the journal cannot be replayed",
    ),
    "a label that is gone": (
        "DELETE FROM labels WHERE name = 'ORG'",
        "Document 1: a span has the label 'ORG', which is not in the label set.",
    ),
    "two labels with one key": (
        "UPDATE labels SET key = '1'",
        "The label set cannot be read: two labels have the key '1'.",
    ),
    "a colour that is none": (
        "UPDATE labels SET color = 'red' WHERE name = 'ORG'",
        "The label set cannot be read: a colour is written #rrggbb, not 'red'.",
    ),
    "a document that is gone": (
        "DELETE FROM documents WHERE id = 2",
        "belongs to a row of documents",
    ),
    "an annotator who is gone": ("DELETE FROM annotators", "belongs to a row of annotators"),
}


@pytest.mark.parametrize(("statement", "sentence"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_found_and_said(path: Path, statement: str, sentence: str) -> None:
    sql(path, statement)
    found = findings(path)
    assert any(sentence in finding for finding in found), found
    assert all(finding.endswith(".") and "\n" not in finding for finding in found)


def test_damage_of_one_document_does_not_hide_that_of_another(path: Path) -> None:
    sql(path, "UPDATE texts SET text = 'x' || text")
    sql(path, "DELETE FROM spans")
    found = findings(path)
    assert sum("not the one that was imported" in finding for finding in found) == 2
    assert sum("differ" in finding for finding in found) == 2


def test_a_table_that_is_gone_is_a_finding(path: Path) -> None:
    sql(path, "DROP TABLE rejections")
    assert any("rejections" in finding for finding in findings(path))


def everything(path: Path) -> list[str]:
    """What check says, whether it comes to its end or not."""
    try:
        return findings(path)
    except ProjectError as error:
        return [error.sentence]


@pytest.mark.parametrize("garbage", [b"\xff", b"\0", b"text "])
def test_garbage_in_any_page_is_found_and_never_a_crash(path: Path, garbage: bytes) -> None:
    size = sql(path, "PRAGMA page_size")[0][0]
    whole = path.read_bytes()
    assert isinstance(size, int)
    for n in range(1, len(whole) // size):
        page = (garbage * size)[:size]
        if whole[n * size : (n + 1) * size].strip(b"\0"):
            path.write_bytes(whole[: n * size] + page + whole[(n + 1) * size :])
            assert everything(path), f"page {n}"
            for each in (path.with_name(path.name + end) for end in ("-wal", "-shm")):
                each.unlink(missing_ok=True)


def test_a_file_cut_short_is_found(path: Path) -> None:
    whole = path.read_bytes()
    for length in (100, 4_096, 20_000, len(whole) - 4_096):
        path.write_bytes(whole[:length])
        assert everything(path), f"{length} bytes"


def test_text_that_is_no_utf_8_is_a_sentence(path: Path) -> None:
    sql(path, "UPDATE texts SET text = cast(x'ff41fe' AS TEXT)")
    assert any("damaged" in finding or "text" in finding for finding in everything(path))
    with Project.open(path) as project, pytest.raises(ProjectError, match="damaged"):
        project.documents.text(1)  # type: ignore[arg-type]


def test_garbage_in_the_texts_is_a_sentence_however_they_are_read(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", *[f"{n} {IBM * 400}" for n in range(100)])
    whole = bytearray(path.read_bytes())
    whole[400_000:-4_096] = b"\xaa" * (len(whole) - 404_096)
    path.write_bytes(whole)
    with Project.open(path) as project:
        with pytest.raises(ProjectError, match="damaged"):
            list(project.documents.each_text())
        with pytest.raises(ProjectError, match="damaged"):
            list(project.connection.execute("SELECT text FROM texts"))
