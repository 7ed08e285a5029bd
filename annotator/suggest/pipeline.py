"""A loaded spaCy pipeline that proposes spans: lives in a worker process, never in the window's."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import Any

from annotator.core.words import Range
from annotator.errors import SuggesterError
from annotator.suggest.components import candidate_groups, needless
from annotator.suggest.confidence import Confidence, TokenSpan, recognize
from annotator.suggest.pipelines import (
    PipelineInfo,
    data_folder,
    find,
    is_blank,
    package_missing,
)
from annotator.suggest.protocol import BATCH
from annotator.suggest.spans import suggestions_of
from annotator.suggest.suggester import FAILURES, SuggestedText, brief


class Pipeline:
    """A pipeline by a name that `pipelines.find` knows, with only what its spans need: a
    Suggester. `whole`: with all its components, also those that propose nothing.

    Raises SuggesterError if there is none of that name, or it cannot be loaded.
    """

    def __init__(self, name: str, *, whole: bool = False) -> None:
        info = find(name)
        self.name, self.labels = info.name, info.labels
        try:
            self.nlp = _load(info, whole=whole)
            self._candidates = candidate_groups(self.nlp.config)
        except FAILURES as error:
            if package := package_missing(info.language):
                raise lacking(info, package) from error
            raise SuggesterError(
                f"The pipeline “{info.name}” cannot be loaded: {brief(error)}.",
                "It may be damaged, made for another version of spaCy, or need another package.",
            ) from error

    def use_labels(self, labels: Sequence[str]) -> None:
        """Nothing: it proposes what it was trained on."""

    def suggest(self, texts: Sequence[str]) -> list[SuggestedText]:
        """Tokens and suggestions of each text, in their order.

        Raises one of FAILURES if the pipeline fails on one of them.
        """
        rest = iter(texts)
        return [
            suggested
            for batch in iter(lambda: list(islice(rest, BATCH)), [])
            for suggested in self._suggest(batch)
        ]

    def _suggest(self, texts: list[str]) -> list[SuggestedText]:
        with memory_zone(self.nlp):
            return list(self._run(texts))

    def _run(self, texts: list[str]) -> Iterator[SuggestedText]:
        docs = made_docs(self.nlp, texts)
        confidences: list[dict[TokenSpan, Confidence]] = [{} for _ in docs]
        for _, component in self.nlp.pipeline:
            if _has_scores(component):
                for all_of_doc, found in zip(confidences, recognize(component, docs), strict=True):
                    all_of_doc.update(found)
            else:
                docs = run(component, docs)
        for text, doc, scored in zip(texts, docs, confidences, strict=True):
            if doc.text != text:
                raise ValueError("the tokenizer of this pipeline changes the text")
            suggestions = suggestions_of(doc, scored, self._candidates, source=self.name)
            yield SuggestedText(suggestions, list(_words(doc)))


def lacking(info: PipelineInfo, package: str) -> SuggesterError:
    """What is wrong if the tokenizer of a pipeline's language cannot be imported."""
    return SuggesterError(
        f"The language “{info.language}” needs the package {package.split(maxsplit=1)[0]}.",
        f"Install it: pip install {package}",
    )


def memory_zone(nlp: Any) -> AbstractContextManager[Any]:
    """Let go of the words of a text after it; else the vocabulary grows without end.

    Not with components of others: what they keep of a text would point to freed memory.
    """
    own = all(type(part).__module__.startswith("spacy.") for _, part in nlp.pipeline)
    return nlp.memory_zone() if own else nullcontext()


def made_docs(nlp: Any, texts: Sequence[str]) -> list[Any]:
    """The texts as spaCy docs, with tokens and nothing else, whatever their lengths."""
    nlp.max_length = max(nlp.max_length, *(len(text) + 1 for text in texts))
    return [nlp.make_doc(text) for text in texts]


def run(component: Any, docs: list[Any]) -> list[Any]:
    """What a component makes of docs."""
    if hasattr(component, "pipe"):
        return list(component.pipe(docs, batch_size=BATCH))
    return [component(doc) for doc in docs]


def _load(info: PipelineInfo, *, whole: bool) -> Any:
    import spacy

    if is_blank(info.name):
        return spacy.blank(info.language)
    config = spacy.util.load_config(data_folder(info) / "config.cfg")
    with warnings.catch_warnings():
        # spaCy warns of any other minor version (W095); loading shows whether it matters.
        warnings.simplefilter("ignore")
        return spacy.load(info.name, exclude=[] if whole else needless(config))


def _has_scores(component: Any) -> bool:
    from spacy.pipeline import EntityRecognizer

    return type(component) is EntityRecognizer and component.cfg["beam_width"] == 1


def _words(doc: Any) -> Iterator[Range]:
    """Ranges of the tokens that show something."""
    from spacy.attrs import IDX, IS_SPACE, LENGTH

    for start, length, is_space in doc.to_array([IDX, LENGTH, IS_SPACE]).tolist():
        if not is_space:
            yield start, start + length
