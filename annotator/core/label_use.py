"""How often a label is used."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """By spans in so many documents, by suggestions and patterns (under the name that machines
    use), by strings that are remembered."""

    spans: int = 0
    documents: int = 0
    suggestions: int = 0
    patterns: int = 0
    strings: int = 0
