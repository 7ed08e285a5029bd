"""What a recognizer makes of each token."""

import pytest
import spacy

from annotator.errors import SuggesterError
from annotator.suggest.judging import Judge
from annotator.suggest.pipelines import DEFAULT

TEXTS = ["Angela Merkel went to 👩‍👩‍👧 Paris\r\non Monday.", "", " \n ", "Berlin 🚀" * 20]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(DEFAULT)


def test_each_token_that_shows_has_a_chance_of_each_class(judge: Judge) -> None:
    judged = judge.judge(TEXTS)
    for text, one in zip(TEXTS, judged, strict=True):
        assert len(one.tokens) == len(one.chances)
        for (start, end), chances in zip(one.tokens, one.chances, strict=True):
            assert text[start:end].strip() == text[start:end] != ""
            assert len(chances) == len(one.labels) + 1
            assert sum(chances) == pytest.approx(1, abs=1e-4)
            assert min(chances) >= 0


def test_what_it_finds_is_what_the_pipeline_finds_and_is_likely_there(judge: Judge) -> None:
    (one, *_) = judge.judge(TEXTS[:1])
    text = TEXTS[0]
    assert {(text[s:e], label) for s, e, label in one.found} >= {("Angela Merkel", "PERSON")}
    place = one.labels.index("PERSON") + 1
    first = next(c for t, c in zip(one.tokens, one.chances, strict=True) if t[0] == 0)
    assert first[place] == max(first)


def test_a_pipeline_without_a_recognizer_is_one_sentence(tmp_path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(SuggesterError, match="no recognizer"):
        Judge(str(tmp_path / "blank"))
