"""A loaded spaCy pipeline that proposes spans: lives in a worker process, never in the window's."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from textwrap import shorten
from typing import Any

from annotator.core.suggestion import Suggestion
from annotator.core.words import Range, pack
from annotator.errors import SuggesterError
from annotator.suggest.confidence import Confidence, TokenSpan, recognize
from annotator.suggest.pipelines import PipelineInfo, data_folder, find, is_blank
from annotator.suggest.protocol import BATCH, Piece, SuggestedPiece

BRIEF_LENGTH = 200

FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What a component written by somebody else may raise on loading, or on a text it cannot digest."""

RECOGNIZERS = {"ner", "beam_ner"}
EMBEDDERS = {"tok2vec", "transformer", "curated_transformer"}
NEEDLESS = {
    "attribute_ruler",
    "beam_parser",
    "entity_linker",
    "lemmatizer",
    "morphologizer",
    "parser",
    "senter",
    "span_finder",
    "spancat",
    "spancat_singlelabel",
    "tagger",
    "textcat",
    "textcat_multilabel",
    "trainable_lemmatizer",
}
"""Factories of components that set no entities and take most of the time. The sentences that a
parser ends keep some entities apart: without it the score on gold data is the same."""


class Pipeline:
    """A pipeline by a name that `pipelines.find` knows, with only what its entities need.

    Raises SuggesterError if there is none of that name, or it cannot be loaded.
    """

    def __init__(self, name: str) -> None:
        self.info = find(name)
        try:
            self._nlp = _load(self.info)
        except FAILURES as error:
            raise SuggesterError(
                f"The pipeline “{self.info.name}” cannot be loaded: {brief(error)}.",
                "It may be damaged, made for another version of spaCy, or need another package.",
            ) from error

    def suggest(self, pieces: Sequence[Piece]) -> list[SuggestedPiece]:
        """Tokens and suggestions of each piece, in their order.

        Raises one of FAILURES if the pipeline fails on one of them.
        """
        batches = iter(pieces)
        return [
            suggested
            for batch in iter(lambda: list(islice(batches, BATCH)), [])
            for suggested in self._suggest(batch)
        ]

    def _suggest(self, pieces: list[Piece]) -> list[SuggestedPiece]:
        with _memory_zone(self._nlp):
            return list(self._run(pieces))

    def _run(self, pieces: list[Piece]) -> Iterator[SuggestedPiece]:
        nlp = self._nlp
        nlp.max_length = max(nlp.max_length, *(len(piece.text) + 1 for piece in pieces))
        docs = [nlp.make_doc(piece.text) for piece in pieces]
        confidences: list[dict[TokenSpan, Confidence]] = [{} for _ in docs]
        for _, component in nlp.pipeline:
            if _has_scores(component):
                for all_of_doc, found in zip(confidences, recognize(component, docs), strict=True):
                    all_of_doc.update(found)
            else:
                docs = _run(component, docs)
        for piece, doc, scored in zip(pieces, docs, confidences, strict=True):
            yield _suggested(piece, doc, scored, source=self.info.name)


def _memory_zone(nlp: Any) -> AbstractContextManager[Any]:
    """Let go of the words of a text after it; else the vocabulary grows without end.

    Not with components of others: what they keep of a text would point to freed memory.
    """
    own = all(type(part).__module__.startswith("spacy.") for _, part in nlp.pipeline)
    return nlp.memory_zone() if own else nullcontext()


def brief(error: Exception) -> str:
    """The kind of an exception and the first line of what it says."""
    lines = str(error).splitlines() or [""]
    said = shorten(lines[0], BRIEF_LENGTH, placeholder=" …")
    return f"{type(error).__name__}: {said}".rstrip(" :.")


def _load(info: PipelineInfo) -> Any:
    import spacy

    if is_blank(info.name):
        return spacy.blank(info.language)
    config = spacy.util.load_config(data_folder(info) / "config.cfg")
    with warnings.catch_warnings():
        # spaCy warns of any other minor version (W095); loading shows whether it matters.
        warnings.simplefilter("ignore")
        return spacy.load(info.name, exclude=needless(config))


def needless(config: Any) -> list[str]:
    """The components of a spaCy config that its entities do without, by name.

    None, where a component is unknown or a ruler: its patterns may ask for anything.
    """
    parts = {name: config["components"][name] for name in config["nlp"]["pipeline"]}
    factories = {name: part.get("factory") for name, part in parts.items()}
    if not set(factories.values()) <= RECOGNIZERS | EMBEDDERS | NEEDLESS | {"sentencizer"}:
        return []
    heard = {up for n, f in factories.items() if f in RECOGNIZERS for up in _upstreams(parts[n])}
    idle = {n for n, f in factories.items() if f in EMBEDDERS and not heard & {n, "*"}}
    return [name for name, factory in factories.items() if factory in NEEDLESS or name in idle]


def _upstreams(part: Any) -> Iterator[str]:
    """The shared embedders that a component listens to; "*" is whichever there is."""
    if "Listener" in str(part.get("@architectures", "")):
        yield part.get("upstream", "*")
    for value in part.values():
        if isinstance(value, dict):
            yield from _upstreams(value)


def _has_scores(component: Any) -> bool:
    from spacy.pipeline import EntityRecognizer

    return type(component) is EntityRecognizer and component.cfg["beam_width"] == 1


def _run(component: Any, docs: list[Any]) -> list[Any]:
    if hasattr(component, "pipe"):
        return list(component.pipe(docs, batch_size=BATCH))
    return [component(doc) for doc in docs]


def _suggested(
    piece: Piece, doc: Any, scored: dict[TokenSpan, Confidence], *, source: str
) -> SuggestedPiece:
    if doc.text != piece.text:
        raise ValueError("the tokenizer of this pipeline changes the text")
    tokens = pack(_words(doc, piece.start), piece.start)
    found = (_suggestion(piece, entity, scored, source) for entity in doc.ents)
    suggestions = tuple(suggestion for suggestion in found if suggestion is not None)
    return SuggestedPiece(piece.document_id, piece.start, piece.end, tokens, suggestions)


def _words(doc: Any, offset: int) -> Iterator[Range]:
    """Ranges in the document of the tokens that show something."""
    from spacy.attrs import IDX, IS_SPACE, LENGTH

    for start, length, is_space in doc.to_array([IDX, LENGTH, IS_SPACE]).tolist():
        if not is_space:
            yield offset + start, offset + start + length


def _suggestion(
    piece: Piece, entity: Any, scored: dict[TokenSpan, Confidence], source: str
) -> Suggestion | None:
    """The entity without white space at its edges; None if nothing else is in it."""
    text = piece.text[entity.start_char : entity.end_char]
    start = piece.start + entity.start_char + len(text) - len(text.lstrip())
    shown = text.strip()
    if not shown or not entity.label_.strip():
        return None
    sure = scored.get((entity.start, entity.end, entity.label_))
    return Suggestion(
        start=start,
        end=start + len(shown),
        label=entity.label_,
        source=source,
        score=sure.score if sure else None,
        runners_up=sure.runners_up if sure else (),
    )
