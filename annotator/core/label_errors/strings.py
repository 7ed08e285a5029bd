"""Which strings have which labels, and where they have none."""

from collections import Counter

from annotator.core.memory import LONGEST, Experience, Memory

MEANT = 3
"""What was labelled so often is no slip, whatever it looks like."""


class Strings:
    """How often each string was labelled how."""

    def __init__(self) -> None:
        self._labels: dict[str, dict[str, int]] = {}
        self._of_label: Counter[str] = Counter()
        self._slips: Counter[str] = Counter()

    def add(self, words: str, label: str, *, is_slip: bool = False) -> None:
        """Count one span; `is_slip`: its edges look like one."""
        self._slips[words] += is_slip
        labels = self._labels.setdefault(words, {})
        labels[label] = labels.get(label, 0) + 1
        self._of_label[label] += 1

    def count(self, words: str) -> int:
        """How often a string was labelled."""
        return sum(self._labels.get(words, {}).values())

    def best(self, words: str) -> tuple[str, int]:
        """The label that a string has most often, and how often; of equals the label that is
        the more frequent one in all."""
        labels = self._labels[words]
        name = max(labels, key=lambda label: (labels[label], self._of_label[label], label))
        return name, labels[name]

    def of(self, words: str, label: str) -> int:
        """How often a string has this label."""
        return self._labels.get(words, {}).get(label, 0)

    def memory(self) -> Memory:
        """What finds the strings in texts, but for those that look like slips."""
        return Memory(
            Experience(words, *self.best(words)) for words in self._labels if self._is_said(words)
        )

    def _is_said(self, words: str) -> bool:
        is_slip = self._slips[words] and self.count(words) < MEANT
        return len(words) <= LONGEST and any(c.isalnum() for c in words) and not is_slip
