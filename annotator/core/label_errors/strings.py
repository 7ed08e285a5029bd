"""Which strings have which labels, and where they have none."""

from collections import Counter

from annotator.core.memory import LONGEST, Experience, Memory


class Strings:
    """How often each string was labelled how."""

    def __init__(self) -> None:
        self._labels: dict[str, dict[str, int]] = {}
        self._of_label: Counter[str] = Counter()

    def add(self, words: str, label: str) -> None:
        """Count one span."""
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
        """What finds the strings in texts."""
        return Memory(
            Experience(words, *self.best(words)) for words in self._labels if _is_said(words)
        )


def _is_said(words: str) -> bool:
    return len(words) <= LONGEST and any(char.isalnum() for char in words)
