"""How sure a recognizer is of its entities: the probabilities of its greedy path.

spaCy's `ner` reads a text token by token and makes one move at each (begin, in, last or unit
of a label, or out). It keeps no scores, and `beam_parse` of pipelines trained without a beam
returns spans that are none. So the moves are made here one by one, as spaCy 3.8 makes them
(`transition_parser.pyx`, `Parser.greedy_parse`): the entities are the same.

The softmax of the scores of a move serves as its probability (Hendrycks and Gimpel, "A
Baseline for Detecting Misclassified and Out-of-Distribution Examples in Neural Networks",
ICLR 2017, https://arxiv.org/abs/1610.02136). It is over-confident off the domain it was
trained on: good for an order, not as a share of right ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Step = tuple[list[Any], Floats]
"""The states that made a move, and the scores of all moves, one row a state."""

TokenSpan = tuple[int, int, str]
"""First token, token after the last, label."""

RUNNERS_UP = 3
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Confidence:
    """`score` (0 to 1): the product of the probabilities of the entity's moves.

    `runners_up`: at most three other labels, best first, each with the probability (0 to 1)
    that an entity of it begins at the first token: that of "begin" plus that of "unit".
    """

    score: float
    runners_up: tuple[tuple[str, float], ...]


def recognize(ner: Any, docs: Sequence[Any]) -> list[dict[TokenSpan, Confidence]]:
    """Set the entities of spaCy docs as `ner.pipe` does; return the confidence in each.

    `ner` is an EntityRecognizer without a beam. Entities that were set before keep standing
    and have no confidence: the recognizer had no choice there.
    """
    before = [{_key(entity) for entity in doc.ents} for doc in docs]
    for label in sorted({label for keys in before for _, _, label in keys}):
        ner.add_label(label)
    states = ner.moves.init_batch(docs)
    steps = _walk(ner, docs, states) if any(len(doc) for doc in docs) else []
    ner.set_annotations(docs, states)
    keys = [
        [_key(e) for e in doc.ents if _key(e) not in b] for doc, b in zip(docs, before, strict=True)
    ]
    return _confidences(ner, steps, list(zip(states, keys, strict=True)))


def token_chances(ner: Any, docs: Sequence[Any]) -> tuple[list[str], list[Floats]]:
    """Set the entities of spaCy docs as `recognize` does; the recognizer's labels, and for each
    doc a row a token: the chance (0 to 1) that it is in no entity, then in one of each label."""
    states = ner.moves.init_batch(docs)
    steps = _walk(ner, docs, states) if any(len(doc) for doc in docs) else []
    ner.set_annotations(docs, states)
    names = [ner.moves.get_class_name(i) for i in range(ner.moves.n_moves)]
    labels = sorted({name[2:] for name in names if name[2:]})
    classes = np.zeros((len(names), len(labels) + 1), dtype=np.float32)
    for i, name in enumerate(names):
        classes[i, labels.index(name[2:]) + 1 if name[2:] else 0] = 1
    rows: dict[int, list[Floats]] = {id(state): [] for state in states}
    for live, scores in steps:
        for state, row in zip(live, _softmax(scores) @ classes, strict=True):
            rows[id(state)].append(row)
    return labels, [np.reshape(rows[id(s)], (-1, len(labels) + 1)) for s in states]


def _key(entity: Any) -> TokenSpan:
    return entity.start, entity.end, entity.label_


def _walk(ner: Any, docs: Sequence[Any], states: list[Any]) -> list[Step]:
    """Move all states to their ends. Each move takes one token, so step `i` is token `i`."""
    step_model = ner.model.predict(docs)
    steps: list[Step] = []
    live = [state for state in states if not state.is_final()]
    while live:
        scores = step_model.predict(live)
        steps.append((live, scores))
        live = ner.transition_states(live, scores)
    step_model.clear_memory()
    return steps


def _confidences(
    ner: Any, steps: list[Step], found: list[tuple[Any, list[TokenSpan]]]
) -> list[dict[TokenSpan, Confidence]]:
    spans = [(state, span) for state, keys in found for span in keys]
    if not spans:
        return [{} for _ in found]
    names = [ner.moves.get_class_name(i) for i in range(ner.moves.n_moves)]
    each = iter(_scored(_Moves(names), steps, spans))
    return [{span: next(each) for span in keys} for _, keys in found]


class _Moves:
    """The moves of a recognizer: where each stands in a row of scores."""

    def __init__(self, names: list[str]) -> None:
        self.index = {name: i for i, name in enumerate(names)}
        # "U-" without a label is the move over a token that may not be in an entity.
        begins = [
            (i, name[2:]) for i, name in enumerate(names) if name[:2] in {"B-", "U-"} and name[2:]
        ]
        self.labels = sorted({label for _, label in begins})
        self.begins = np.zeros((len(names), len(self.labels)), dtype=np.float32)
        for i, label in begins:
            self.begins[i, self.labels.index(label)] = 1

    def of(self, span: TokenSpan) -> list[int]:
        """The moves that made this entity, one a token."""
        start, end, label = span
        inner = ["B", *"I" * (end - start - 2), "L"] if end - start > 1 else ["U"]
        return [self.index[f"{move}-{label}"] for move in inner]


def _scored(
    moves: _Moves, steps: list[Step], spans: list[tuple[Any, TokenSpan]]
) -> list[Confidence]:
    rows = [_row(steps[token], state) for state, span in spans for token in range(*span[:2])]
    chosen = [move for _, span in spans for move in moves.of(span)]
    lengths = [span[1] - span[0] for _, span in spans]
    firsts = np.cumsum([0, *lengths[:-1]])
    probabilities = _softmax(np.stack(rows))
    scores = np.multiply.reduceat(probabilities[np.arange(len(rows)), chosen], firsts)
    begins = probabilities[firsts] @ moves.begins
    ranked = np.argsort(-begins, axis=1, kind="stable")[:, : RUNNERS_UP + 1]
    return [
        Confidence(_share(score), _runners_up(moves.labels, row, best, span[2]))
        for score, row, best, (_, span) in zip(scores, begins, ranked, spans, strict=True)
    ]


def _row(step: Step, state: Any) -> Floats:
    live, scores = step
    row: Floats = scores[live.index(state)]
    return row


def _softmax(rows: Floats) -> Floats:
    raised = np.exp(rows - rows.max(axis=1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _runners_up(
    labels: list[str], row: Floats, best: npt.NDArray[np.intp], own: str
) -> tuple[tuple[str, float], ...]:
    pairs = [(labels[i], _share(row[i])) for i in best if labels[i] != own]
    return tuple(pairs[:RUNNERS_UP])


def _share(value: Any) -> float:
    # Sums of 32-bit floats reach a little over 1.
    return round(min(float(value), 1.0), DIGITS)
