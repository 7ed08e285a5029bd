"""How far the annotators of one document differ, in numbers."""

from typing import NamedTuple

from annotator.core.document import DocumentId


class Difference(NamedTuple):
    """How far the annotators of a document differ. `spans`: how many different ones they have,
    and `differing`, that not all of them have; `undecided`: of these, about which gold says
    nothing. `agreement`: the share of spans that all have, counted as if there were
    two more (Laplace's rule), so that a text with a single span does not differ the most."""

    document_id: DocumentId
    annotators: int
    spans: int
    differing: int
    undecided: int
    is_settled: bool
    agreement: float
    title: str
