"""Sorting more keys than are to be held in memory, without holding up who draws meanwhile."""

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType

PAGE = 10_000
CACHE_KB = 32_000


class Sorter:
    """Keys go in, their order comes out. They lie in a temporary file that is gone when it is
    closed; use `with`. SQLite sorts without the interpreter's lock."""

    def __init__(self) -> None:
        # Of no name: SQLite's own temporary file (https://www.sqlite.org/inmemorydb.html).
        self._connection = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode = OFF", f"cache_size = -{CACHE_KB}"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE TABLE keys (key)")
        self._connection.execute("BEGIN")

    def __enter__(self) -> "Sorter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._connection.close()

    def add(self, keys: Iterable[str | float]) -> None:
        """Take these keys, which are numbered from 0 on as they come."""
        self._connection.executemany("INSERT INTO keys VALUES (?)", ((key,) for key in keys))

    def order(self) -> Iterator[list[int]]:
        """The numbers of all keys in the order of the keys, some at a time; keys that are alike
        in the order in which they came."""
        rows = self._connection.execute("SELECT rowid - 1 FROM keys ORDER BY key, rowid")
        while page := rows.fetchmany(PAGE):
            yield [number for (number,) in page]
