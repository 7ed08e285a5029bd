"""Names for the files of a folder: safe on every system, each used once."""

import re

from annotator.core.document import first_words
from annotator.core.record import Exported

LONGEST = 60
_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class Names:
    """Gives each item a file name, without a suffix, that none before it had.

    It is made of the title or source in its meta, else of the first words of its text, in
    letters, digits, hyphens, dots and underscores; so it can name no other folder.
    """

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def fresh(self, item: Exported) -> str:
        """A new name for this item."""
        wanted = _safe(_title(item)) or item.key[:16]
        name, count = wanted, 1
        while name.casefold() in self._used:
            count = self._used[wanted.casefold()] = self._used.get(wanted.casefold(), 1) + 1
            name = f"{wanted}-{count}"
        self._used[name.casefold()] = 1
        return name


def _title(item: Exported) -> str:
    for field in ("title", "source"):
        given = item.meta.get(field)
        if isinstance(given, str) and given.strip():
            return given.rpartition(".")[0] or given if field == "source" else given
    return first_words(item.text)


def _safe(title: str) -> str:
    # Dots at the ends would hide a file, or be dropped by Windows.
    name = _UNSAFE.sub("-", title)[:LONGEST].strip("-.")
    return f"{name}-" if _RESERVED.fullmatch(name) else name
