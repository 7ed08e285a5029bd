"""What a recognizer knows of one label it knows of another that is put in its place."""

import pytest
import spacy
from spacy.language import Language

from annotator.suggest.pipelines import DEFAULT
from annotator.train.take_over import take_over

TEXT = "Angela Merkel flew from Berlin to Paris on Monday with IBM."


@pytest.fixture
def nlp() -> Language:
    return spacy.load(DEFAULT)


def found(nlp: Language) -> list[tuple[str, str]]:
    return [(entity.text, entity.label_) for entity in nlp(TEXT).ents]


def test_a_new_label_takes_over_and_what_means_nothing_is_said_no_longer(nlp: Language) -> None:
    before = found(nlp)
    assert {label for _, label in before} >= {"PERSON", "GPE", "DATE"}
    for label in ("PER", "PLACE"):
        nlp.get_pipe("ner").add_label(label)
    means = {"PERSON": "PER", "GPE": "PLACE", "DATE": ""}
    take_over(nlp, means, ["PER", "PLACE", "ORG"])
    expected = [(words, means.get(label, label)) for words, label in before]
    assert found(nlp) == [(words, label) for words, label in expected if label]


def test_a_label_of_the_label_set_is_never_silenced(nlp: Language) -> None:
    before = found(nlp)
    take_over(nlp, {"PERSON": "", "ORG": ""}, ["PERSON", "ORG"])
    assert found(nlp) == before
