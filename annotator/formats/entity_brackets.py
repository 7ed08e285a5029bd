"""Entities as brackets at the tokens where they open and close: `(1-person … 1)`.

As in the column of coreference of CoNLL-2012, and in CoNLL-U's `Entity=`
(https://github.com/UniversalDependencies/docs: "CorefUD", version 1.0).
"""

import re
from dataclasses import dataclass, field

from annotator.formats.span_items import shorten

_PART = re.compile(r"\((?P<single>[^()]+)\)|\((?P<opened>[^()]+)|(?P<closed>[^()]+)\)")


@dataclass(slots=True)
class Bracketed:
    """An entity of the tokens `first <= i < end`, and all that its bracket says."""

    first: int
    end: int
    said: str


@dataclass(slots=True)
class Brackets:
    """The entities of one document, gathered token by token.

    `by_id`: closing brackets repeat the first field only (CoNLL-U), not all that the opening
    one said.
    """

    by_id: bool
    found: list[Bracketed] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    _open: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def take(self, token: int, cell: str) -> None:
        """What stands at a token, "" for nothing."""
        for part in _PART.finditer(cell):
            if part["single"]:
                self.found.append(Bracketed(token, token + 1, part["single"]))
            elif part["opened"]:
                self._open.setdefault(self._name(part["opened"]), []).append(
                    (token, part["opened"])
                )
            else:
                self._close(token, part["closed"])

    def finish(self) -> None:
        """Report what is open at the end of the document."""
        for opened in self._open.values():
            for token, said in opened:
                self.faults.append((token, f"the entity {shorten(said)} is never closed"))

    def _name(self, said: str) -> str:
        return said.partition("-")[0] if self.by_id else said

    def _close(self, token: int, said: str) -> None:
        opened = self._open.get(self._name(said))
        if opened:
            start, whole = opened.pop()
            self.found.append(Bracketed(start, token + 1, whole))
        else:
            self.faults.append((token, f"the entity {shorten(said)} closes and was never opened"))
