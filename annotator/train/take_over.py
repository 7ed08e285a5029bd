"""Labels that a recognizer is given, begun with what it knows of those that came to them."""

from collections.abc import Collection, Mapping
from typing import Any

from annotator.train.config import RECOGNIZERS

NEVER = -20.0
"""Added to the score of what is no longer to be said."""


def take_over(nlp: Any, means: Mapping[str, str], labels: Collection[str]) -> None:
    """Let each recognizer say the label that a label of its own means instead of that one.

    `means`: by the recognizer's label the one in its stead, "" for nothing; of several labels
    with one meaning the first is taken over. What is not in `labels` is said no longer. The
    weights of a label's transitions
    (https://spacy.io/api/architectures#TransitionBasedParser) are copied from the other's.
    """
    for name, component in nlp.pipeline:
        if nlp.get_pipe_meta(name).factory in RECOGNIZERS:
            _take_over(component, means, labels)


def _take_over(component: Any, means: Mapping[str, str], labels: Collection[str]) -> None:
    layer = _output(component.model)
    if layer is None:
        return
    rows = {component.moves.get_class_name(i): i for i in range(component.moves.n_moves)}
    weights, bias = layer.get_param("W").copy(), layer.get_param("b").copy()
    before = weights.copy(), bias.copy()
    taken: set[str] = set()
    for label, meant in means.items():
        if meant and meant not in taken:
            taken.add(meant)
            _copy(before, (weights, bias), rows, label, meant)
    for label in means.keys() - labels:
        _silence(bias, rows, label)
    layer.set_param("W", weights)
    layer.set_param("b", bias)
    # spaCy holds transitions down that were never seen in training.
    unseen = component.model.attrs["unseen_classes"]
    unseen -= {row for name, row in rows.items() if name.partition("-")[2] in taken}


def _output(model: Any) -> Any | None:
    """The layer whose rows are transitions, in recognizers that have one of their own."""
    upper = model.get_ref("upper") if model.has_ref("upper") else None
    return upper if upper is not None and upper.has_param("W") and upper.has_param("b") else None


def _copy(before: Any, now: Any, rows: dict[str, int], label: str, meant: str) -> None:
    for name, row in rows.items():
        kind, _, of = name.partition("-")
        if of == label and f"{kind}-{meant}" in rows:
            for old, new in zip(before, now, strict=True):
                new[rows[f"{kind}-{meant}"]] = old[row]


def _silence(bias: Any, rows: dict[str, int], label: str) -> None:
    for name, row in rows.items():
        if name.partition("-")[2] == label:
            bias[row] += NEVER
