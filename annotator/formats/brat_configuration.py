"""The `annotation.conf` that brat needs beside its files: which types there are.

The format: https://brat.nlplab.org/configuration.html.
"""

import re
from typing import Any

_BLANK = re.compile(r"\s")
NAMELESS = "Related"
"""The type of relations that have no label."""


class Configuration:
    """The types met while files are written, and the names that brat takes for them."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        self._entities = _Types()
        self._said: set[str] = set()
        self._relations = _Types()
        self._events: dict[str, set[str]] = {}
        self._attributes: dict[str, set[str]] = {}
        for label in labels:
            self.entity(label)

    def entity(self, label: str) -> str:
        """The type that a label is written as: without blanks, one for each label."""
        return self._entities[label]

    def relation(self, label: str) -> str:
        """The type that the label of a relation is written as."""
        return self._relations[label]

    def is_new(self, label: str) -> bool:
        """Whether nobody has asked before."""
        is_new = label not in self._said
        self._said.add(label)
        return is_new

    def learn(self, line: dict[str, Any]) -> None:
        """Take note of the types in a line that is neither a span nor a relation of two."""
        (role, what), *others = line["words"]
        kind = line["id"][0]
        if kind == "E":
            self._events.setdefault(role, set()).update(
                re.sub(r"\d+$", "", one) for one, _ in others
            )
        elif kind in "AM":
            values = {str(value) for _, value in others[1:]}
            self._attributes.setdefault(str(what), set()).update(values)
        elif kind == "*":
            self.relation(str(what))

    def text(self) -> str:
        """The file."""
        entities = [one for one in self._entities.values() if one not in self._events]
        relations = [f"{one} Arg1:<ANY>, Arg2:<ANY>" for one in self._relations.values()]
        overlaps = "<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"
        events = [
            f"{name} {', '.join(f'{role}*:<ANY>' for role in sorted(roles))}".rstrip()
            for name, roles in self._events.items()
        ]
        attributes = [
            f"{name} Arg:<ANY>" + (f", Value:{'|'.join(sorted(values))}" if values else "")
            for name, values in self._attributes.items()
        ]
        sections = {
            "entities": entities,
            "relations": [overlaps, *relations],
            "events": events,
            "attributes": attributes,
        }
        return "\n".join(
            f"[{name}]\n" + "".join(f"{one}\n" for one in lines) for name, lines in sections.items()
        )


class _Types(dict[str, str]):
    """What labels are written as: the same for the same label, and for no other."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __missing__(self, label: str) -> str:
        wanted = name = _BLANK.sub("_", label) or NAMELESS
        count = 1
        while name in self._taken:
            count += 1
            name = f"{wanted}_{count}"
        self._taken.add(name)
        self[label] = name
        return name
