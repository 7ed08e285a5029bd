"""Labels, and the ordered label set of a project."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from string import ascii_lowercase

from annotator.core.colors import PALETTE, parse

DIGIT_KEYS = "1234567890"


@dataclass(frozen=True, slots=True)
class Label:
    """A name with its colour (`#rrggbb`), its key (one digit or letter, or "") and a guideline.

    Raises ValueError if the name is blank, or the colour or the key is not of that form.
    """

    name: str
    color: str = ""
    key: str = ""
    guideline: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a label needs a name")
        if self.color:
            parse(self.color)
        if self.key and not (len(self.key) == 1 and self.key.isalnum()):
            raise ValueError(f"label {self.name!r}: a key is one digit or letter, not {self.key!r}")


class LabelSet:
    """Labels in order, with distinct names and keys; missing colours and keys are filled in.

    Keys are given as 1 to 9, then 0, then a free letter, of the label's own name if possible.
    Raises ValueError if two labels have the same name or the same key.
    """

    def __init__(self, labels: Iterable[Label] = ()) -> None:
        self._labels = tuple(_with_colors(_with_keys(list(labels))))
        self._by_name = {label.name: label for label in self._labels}
        self._by_key = {label.key: label for label in self._labels if label.key}

    def __len__(self) -> int:
        return len(self._labels)

    def __getitem__(self, index: int) -> Label:
        return self._labels[index]

    def __iter__(self) -> Iterator[Label]:
        return iter(self._labels)

    def __contains__(self, name: object, /) -> bool:
        return name in self._by_name

    def named(self, name: str) -> Label | None:
        """The label of this name, or None."""
        return self._by_name.get(name)

    def with_key(self, key: str) -> Label | None:
        """The label of this key (letters in lower case), or None."""
        return self._by_key.get(key.lower())

    def with_names(self, names: Iterable[str]) -> "LabelSet":
        """The set with labels of these names added at its end where they are missing."""
        missing = [name for name in dict.fromkeys(names) if name not in self._by_name]
        return LabelSet([*self._labels, *map(Label, missing)])


@dataclass(frozen=True, slots=True)
class LabelVersion:
    """What a label set was from `made_at` on (UTC, ISO 8601), and by whom, where that is known."""

    version: str
    labels: LabelSet
    made_by: str | None
    made_at: str


def version_of(labels: LabelSet) -> str:
    """What tells a label set from every other: the first 12 hexadecimal digits of the SHA-256 of
    the set as JSON (a list of objects, keys sorted, no blanks, UTF-8)."""
    rows = [asdict(label) for label in labels]
    written = json.dumps(rows, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def changed_labels(now: LabelSet, before: LabelSet, after: LabelSet) -> LabelSet:
    """The label set of now with what is different between two others changed in it.

    What was changed since `before` stays, unless its key is given away; and what `after` has
    no more stands at the end: it may still be in use.
    """
    made = [
        (label == before.named(label.name) and now.named(label.name)) or label for label in after
    ]
    given = {label.key for label in made if label != now.named(label.name)}
    others = [label for label in now if label.name not in after]
    return LabelSet(
        replace(label, key="") if label == now.named(label.name) and label.key in given else label
        for label in (*made, *others)
    )


def _with_keys(labels: list[Label]) -> list[Label]:
    _refuse_twice("name", [label.name for label in labels])
    _refuse_twice("key", [label.key.lower() for label in labels if label.key])
    taken = {label.key.lower() for label in labels if label.key}
    keyed = []
    for label in labels:
        key = label.key.lower() or _free_key(label.name, taken)
        taken.add(key)
        keyed.append(replace(label, key=key))
    return keyed


def _free_key(name: str, taken: set[str]) -> str:
    letters = [c for c in name.lower() if c in ascii_lowercase]
    return next((k for k in [*DIGIT_KEYS, *letters, *ascii_lowercase] if k not in taken), "")


def _refuse_twice(what: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise ValueError(f"two labels have the {what} {value!r}")


def _with_colors(labels: list[Label]) -> Iterator[Label]:
    for i, label in enumerate(labels):
        yield label if label.color else replace(label, color=PALETTE[i % len(PALETTE)])
