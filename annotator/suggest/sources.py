"""The suggesters of one worker: a pipeline or plug-in, and the project's patterns beside it."""

from collections.abc import Sequence
from dataclasses import replace

from annotator.core.suggestion import Suggestion
from annotator.core.words import pack, segments
from annotator.suggest import plug_ins
from annotator.suggest.patterns import PatternSuggester
from annotator.suggest.pipeline import Pipeline
from annotator.suggest.protocol import Checked, Piece, Setup, SuggestedPiece
from annotator.suggest.suggester import SuggestedText, Suggester


class Sources:
    """What a worker has by a name that `pipelines.find` knows.

    Raises SuggesterError if there is nothing of that name, or it cannot be loaded.
    """

    def __init__(self, name: str) -> None:
        plug_in = plug_ins.parse(name)
        self._main: Suggester = plug_ins.load(plug_in) if plug_in else Pipeline(name)
        self._patterns: PatternSuggester | None = None
        self._version = 0

    @property
    def name(self) -> str:
        """The name of the pipeline or plug-in."""
        return self._main.name

    @property
    def labels(self) -> tuple[str, ...]:
        """Its labels."""
        return self._main.labels

    def set_up(self, setup: Setup) -> Checked:
        """Do from now on what the project wants; patterns that cannot be used are left out."""
        self._main.use_labels(setup.labels)
        self._version = setup.version
        self._patterns = None
        if not setup.patterns:
            return Checked(())
        pipeline = self._main if isinstance(self._main, Pipeline) else None
        self._patterns = PatternSuggester(setup.patterns, pipeline, setup.language)
        return Checked(tuple(self._patterns.faults))

    def suggest(self, pieces: Sequence[Piece]) -> list[SuggestedPiece]:
        """The answer to each piece, in their order.

        Raises one of FAILURES if a suggester fails on one of them.
        """
        whole = [piece for piece in pieces if not piece.patterns_only]
        said = iter(self._main.suggest([piece.text for piece in whole]) if whole else ())
        return [
            self._answer(piece, None if piece.patterns_only else next(said), found)
            for piece, found in zip(pieces, self._found(pieces), strict=True)
        ]

    def _found(self, pieces: Sequence[Piece]) -> list[list[Suggestion]]:
        if self._patterns is None:
            return [[] for _ in pieces]
        return self._patterns.suggest([piece.text for piece in pieces])

    def _answer(
        self, piece: Piece, said: SuggestedText | None, found: list[Suggestion]
    ) -> SuggestedPiece:
        own = [replace(one, source=self.name) for one in said.suggestions] if said else []
        sources = [self.name] if said else []
        if self._patterns is not None:
            sources.append(self._patterns.name)
        return SuggestedPiece(
            piece.document_id,
            piece.start,
            piece.end,
            _packed(piece, said) if said else b"",
            tuple(_moved(one, piece.start) for one in [*own, *found]),
            tuple(sources),
            self._version,
        )


def _packed(piece: Piece, said: SuggestedText) -> bytes:
    ranges = said.tokens
    if ranges is None:
        words = segments(piece.text, 0, len(piece.text))
        ranges = list(zip(words.starts, words.ends, strict=True))
    return pack(ranges, 0)


def _moved(suggestion: Suggestion, by: int) -> Suggestion:
    return replace(suggestion, start=suggestion.start + by, end=suggestion.end + by)
