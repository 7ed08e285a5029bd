"""What the tests of suggestions share: a loaded pipeline, the same one bare, and an article."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy

from annotator.suggest.pipelines import DEFAULT
from annotator.suggest.protocol import SuggestedPiece, pieces_of
from annotator.suggest.sources import Sources

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT.parent / "shared" / "data" / "article" / "alibaba.txt"


@pytest.fixture(scope="session")
def pipeline() -> Sources:
    return Sources(DEFAULT)


@pytest.fixture(scope="session")
def nlp() -> Any:
    """The same pipeline as spaCy itself runs it, with its recognizer alone."""
    found = spacy.load(DEFAULT)
    found.select_pipes(enable="ner")
    return found


@pytest.fixture(scope="session")
def article() -> str:
    if not ARTICLE.exists():
        pytest.skip("the article ../shared/data/article/alibaba.txt is not here")
    return ARTICLE.read_text("utf-8")


@pytest.fixture
def suggest(pipeline: Sources) -> Callable[[str], SuggestedPiece]:
    """What the default pipeline says of a text that fits one piece."""

    def suggest(text: str) -> SuggestedPiece:
        (piece,) = pieces_of(1, text)
        return pipeline.suggest([piece])[0]

    return suggest
