"""A short training goes on from a pipeline, and says what the old and the new one find."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from annotator.errors import TrainingError
from annotator.train.learner import Learnt, Lesson, _cuts, _pieces, learn_on

NAMES = ("Ada Byron", "Grace Hopper", "Alan Turing", "Mary Somerville", "Konrad Zuse")
SAYINGS = ("{0} went away by train.", "Here we met {0}.", "Nobody hates {0}, they say.")
LABELS = ("PER", "NEVER_SEEN")


def documents(nlp: Any, count: int, *, default: str = "outside") -> list[Doc]:
    pick = Random(count)
    found = []
    for _ in range(count):
        name = pick.choice(NAMES)
        doc = nlp.make_doc(pick.choice(SAYINGS).format(name))
        start = doc.text.index(name)
        doc.set_ents([doc.char_span(start, start + len(name), "PER")], default=default)
        found.append(doc)
    return found


def lesson(folder: Path, train: list[Doc], **more: Any) -> Lesson:
    nlp = spacy.blank("en")
    DocBin(docs=train).to_disk(folder / "train.spacy")
    DocBin(docs=documents(nlp, 9)).to_disk(folder / "dev.spacy")
    usual = {"base": "", "language": "en", "labels": LABELS, "seconds": 1.0}
    return Lesson(folder / "train.spacy", folder / "dev.spacy", **(usual | more))


def learnt(of: Lesson, output: Path) -> Learnt:
    job = learn_on(of, output)
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value


def right(pairs: list[Any]) -> int:
    return sum(len(gold & found) for gold, found in pairs)


def test_a_recognizer_begins_anew_and_another_lesson_goes_on_from_it(tmp_path: Path) -> None:
    train = documents(spacy.blank("en"), 30)
    first = learnt(lesson(tmp_path, train), tmp_path / "one")
    assert right(first.old) == 0
    assert right(first.new) > 5
    # New texts to rehearse, another label, and hardly any time.
    more = lesson(
        tmp_path,
        documents(spacy.blank("en"), 3, default="missing"),
        base=str(tmp_path / "one"),
        labels=(*LABELS, "NEW"),
        others=("Alan Turing went away by train.",),
        seconds=0.2,
    )
    second = learnt(more, tmp_path / "two")
    assert right(second.old) == right(first.new)
    assert right(second.new) > 5
    nlp = spacy.load(tmp_path / "two")
    assert set(nlp.get_pipe("ner").labels) == {*LABELS, "NEW"}


def test_labels_outside_the_label_set_do_not_count(tmp_path: Path) -> None:
    train = documents(spacy.blank("en"), 30)
    learnt(lesson(tmp_path, train), tmp_path / "one")
    other = lesson(tmp_path, train, base=str(tmp_path / "one"), labels=("X",), seconds=0.1)
    found = learnt(other, tmp_path / "two")
    assert [pair for pair in (*found.old, *found.new) if pair != (set(), set())] == []


def test_where_nothing_is_known_there_is_nothing_to_learn(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = nlp.make_doc("Nobody has looked at this.")
    doc.set_ents([], default="missing")
    with pytest.raises(TrainingError, match="Nothing to learn from"):
        learnt(lesson(tmp_path, [doc]), tmp_path / "one")


def test_a_text_is_cut_between_sentences_and_never_within_an_entity() -> None:
    nlp = spacy.blank("en")
    doc = nlp.make_doc("He works for Acme Inc. Ltd. in Bern. " + "word " * 150)
    start = doc.text.index("Acme")
    doc.set_ents([doc.char_span(start, doc.text.index("Ltd.") + 4, "ORG")], default="outside")
    cuts = list(_cuts(doc))
    assert [start for start, _ in cuts] == [0, *(end for _, end in cuts[:-1])]
    assert cuts[-1][1] == len(doc)
    pieces = list(_pieces(nlp, doc))
    assert [e.text for piece in pieces for e in piece.reference.ents] == ["Acme Inc. Ltd."]
    assert max(end - start for start, end in cuts) <= 60


def test_what_nobody_has_looked_at_stays_unknown_in_a_piece() -> None:
    nlp = spacy.blank("en")
    (doc,) = documents(nlp, 1, default="missing")
    (piece,) = _pieces(nlp, doc)
    assert {token.ent_iob_ for token in piece.reference} == {"", "B", "I"}
