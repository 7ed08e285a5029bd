"""What a recognizer makes of each token of a text, for whoever compares it with what people say."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from annotator.core.label_errors.units import Judged
from annotator.errors import SuggesterError
from annotator.suggest.confidence import token_chances
from annotator.suggest.pipeline import Pipeline, made_docs, memory_zone, run
from annotator.suggest.protocol import BATCH

Docs = list[Any]


class Judge:
    """The recognizer of a pipeline, with what it needs. Not for the window's process: it loads
    spaCy. Raises SuggesterError if the pipeline cannot be loaded or has no recognizer."""

    def __init__(self, name: str) -> None:
        self._nlp = Pipeline(name).nlp
        if "ner" not in self._nlp.pipe_names:
            raise SuggesterError(f"The pipeline “{name}” has no recognizer of entities.")

    def judge(self, texts: Sequence[str]) -> list[Judged]:
        """What it makes of each text, in their order."""
        rest = iter(texts)
        batches = iter(lambda: list(islice(rest, BATCH)), [])
        return [judged for batch in batches for judged in self._judge(batch)]

    def _judge(self, texts: list[str]) -> list[Judged]:
        with memory_zone(self._nlp):
            docs = made_docs(self._nlp, texts)
            for name, component in self._nlp.pipeline:
                if name == "ner":
                    labels, chances = token_chances(component, docs)
                    return [_judged(*one, labels) for one in zip(docs, chances, strict=True)]
                docs = run(component, docs)
        raise AssertionError


def _judged(doc: Any, chances: Any, labels: list[str]) -> Judged:
    shown = [token for token in doc if not token.is_space]
    return Judged(
        tokens=[(token.idx, token.idx + len(token)) for token in shown],
        chances=[chances[token.i].tolist() for token in shown],
        labels=labels,
        found=[(e.start_char, e.end_char, e.label_) for e in doc.ents],
    )
