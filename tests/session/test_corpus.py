"""What a pipeline learns from: of what is settled, gold alone."""

from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.span import Span
from annotator.session.corpus import SHARES, count_parts, write_corpus
from annotator.session.jobs import finish
from annotator.storage.project import Project
from tests.storage.projects import make

TEXTS = [f"Ada went to Oslo in {year}." for year in range(1950, 1990)]
ADA, OSLO = Span(0, 3, "PER"), Span(12, 16, "LOC")
SAID = (("ana", (ADA,), 40), ("ben", (OSLO,), 40), ("gold", (ADA, OSLO), 10))
"""Who said what of how many texts."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Forty texts that ana and ben have finished; the first ten are settled."""
    path = make(tmp_path / "p.annotator", *TEXTS)
    with Project.open(path) as project, project.transaction():
        for name, spans, last in (
            ("ana", (ADA,), 40),
            ("ben", (OSLO,), 40),
            ("gold", (ADA, OSLO), 10),
        ):
            who = project.add_annotator(name)
            for number in range(1, last + 1):
                edit = Edit(added=spans, answer=(None, Answer.ACCEPT))
                project.annotations.store(DocumentId(number), who, edit, gesture="finish")
    return path


def said(path: Path, folder: Path, annotator: str | None = None) -> dict[str, list[set[str]]]:
    """The labels that each text is learnt or tuned or tested with."""
    corpus = finish(write_corpus(path, folder, annotator=annotator, shares=SHARES))
    vocab = spacy.blank("en").vocab
    found: dict[str, list[set[str]]] = {}
    for file in set(corpus.files.values()):
        for document in DocBin().from_disk(file).get_docs(vocab) if file.exists() else ():
            labels = {span.label_ for group in document.spans.values() for span in group}
            labels |= {entity.label_ for entity in document.ents}
            found.setdefault(document.text, []).append(labels)
    return found


def test_of_a_settled_document_gold_alone_is_learnt_from(path: Path, tmp_path: Path) -> None:
    found = said(path, tmp_path)
    for text in TEXTS[:10]:
        assert found[text] == [{"PER", "LOC"}]
    for text in TEXTS[10:]:
        assert sorted(map(sorted, found[text])) == [["LOC"], ["PER"]]


def test_of_an_annotator_who_is_named_all_is_learnt_from(path: Path, tmp_path: Path) -> None:
    found = said(path, tmp_path, "ana")
    assert all(found[text] == [{"PER"}] for text in TEXTS)


def test_what_would_be_learnt_from_is_counted_so(path: Path) -> None:
    assert finish(count_parts(path))["finished"] == 10 + 2 * 30
    assert finish(count_parts(path, annotator="ben"))["finished"] == 40
