"""One project: one SQLite file, opened, created, and written in transactions."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from annotator.core.label import LabelSet
from annotator.errors import ProjectError
from annotator.storage.annotations import Annotations
from annotator.storage.comparing import Comparisons
from annotator.storage.concordance import Concordance
from annotator.storage.connection import Connection, connect
from annotator.storage.contents import holds
from annotator.storage.copying import copy_to
from annotator.storage.differences import Differences
from annotator.storage.dismissals import Dismissals
from annotator.storage.documents import Documents
from annotator.storage.experience import Experiences
from annotator.storage.histories import Histories
from annotator.storage.insights import Insights
from annotator.storage.journal import Journal
from annotator.storage.labelled import Labelled
from annotator.storage.labels import LabelSets
from annotator.storage.lessons import Lessons
from annotator.storage.opening import (
    connect_to_read,
    is_there,
    require_marks,
    require_project,
    require_writable,
)
from annotator.storage.patterns import Patterns
from annotator.storage.places import Places
from annotator.storage.sample import Sample
from annotator.storage.seeds import Seeds
from annotator.storage.steps import Steps
from annotator.storage.suggestions import Suggestions
from annotator.storage.version import APPLICATION_ID, VERSION, migrate
from annotator.storage.visits import Visits

WINDOW_BUSY_TIMEOUT_MS = 2_000
PRAGMAS = ("journal_mode = WAL", "foreign_keys = ON", "cache_size = -4000", "temp_store = MEMORY")


class Project:
    """One connection to one project file. Use `open` or `create`; close it, or use `with`.

    `durable` connections flush each commit to the disk (the window's); jobs do without.
    """

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self.connection = connection
        self.documents = Documents(connection)
        self.journal = Journal(connection)
        self.experience = Experiences(connection)
        self.annotations = Annotations(connection, self.journal, self.experience)
        self.histories = Histories(connection, self.journal, self.annotations)
        self.steps = Steps(connection, self.annotations)
        self.differences = Differences(connection)
        self.label_sets = LabelSets(connection)
        self.suggestions = Suggestions(connection)
        self.patterns = Patterns(connection)
        self.comparing = Comparisons(connection)
        self.seeds = Seeds(connection)
        self.concordance = Concordance(connection)
        self.labelled = Labelled(connection)
        self.dismissals = Dismissals(connection)
        self.visits = Visits(connection)
        self.places = Places(connection)
        self.sample = Sample(connection)
        self.lessons = Lessons(connection)
        self.insights = Insights(connection)
        self._file = path.stat().st_ino
        self._seen = self._data_version()

    @classmethod
    def create(cls, path: Path) -> "Project":
        """Make a new, empty project file; raises ProjectError if something is there already."""
        if is_there(path):
            raise ProjectError(f"{path} is there already.", "Choose another name, or open it.")
        if not path.absolute().parent.is_dir():
            raise ProjectError(f"There is no folder {path.absolute().parent}.", "Make it first.")
        connection = connect(path, mode="rwc")
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _set_pragmas(connection, durable=True)
            migrate(connection, path)
        except BaseException:
            connection.close()
            path.unlink(missing_ok=True)
            raise
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path, *, durable: bool = False) -> "Project":
        """Open a project file for reading and writing; a file of an older version is brought
        up to date, and a copy of it kept. Raises ProjectError."""
        require_project(path)
        require_writable(path)
        connection = connect(path)
        try:
            require_marks(connection, path)
            _set_pragmas(connection, durable=durable)
            migrate(connection, path)
        except BaseException:
            connection.close()
            raise
        return cls(path, connection)

    @classmethod
    def open_to_read(cls, path: Path) -> "Project":
        """Open a project file that will not be written, perhaps on a read-only disk.

        Raises ProjectError, also for a file of an older version.
        """
        connection = connect_to_read(path)
        try:
            version = require_marks(connection, path)
            if version < VERSION:
                raise ProjectError(
                    f"{path} was made by an older version.", "Open it once where it can be written."
                )
        except BaseException:
            connection.close()
            raise
        return cls(path, connection)

    def __enter__(self) -> "Project":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Nothing is lost if this never happens."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside stands in the file together, or not at all.

        Begins with the write lock, so it cannot fail half-way for another writer.
        Raises ProjectError if the file is gone, full, read-only or locked for too long.
        """
        self._require_file()
        self.connection.begin()
        try:
            yield
            self.experience.flush()
            self.connection.execute("COMMIT")
        except BaseException:
            self.experience.forget()
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read inside is of one moment, whoever writes meanwhile."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    def _require_file(self) -> None:
        # SQLite would go on writing to a file that has been deleted, for nobody.
        try:
            same = self.path.stat().st_ino == self._file
        except OSError:
            same = False
        if not same:
            raise ProjectError(
                f"{self.path} is no longer there: the last change was not saved.",
                "Put the file back, or keep all that was labelled with File > Save a copy.",
            )

    def changed_elsewhere(self) -> bool:
        """Whether another connection has written since this was last asked."""
        seen, self._seen = self._seen, self._data_version()
        return seen != self._seen

    def _data_version(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def save_copy(self, target: Path) -> None:
        """Write all that the project holds to a new file; raises ProjectError."""
        if is_there(target):
            raise ProjectError(f"{target} is there already.", "Choose another name.")
        copy_to(self.connection, target)

    def holds(self, what: str) -> bool:
        """Whether there is anything of this kind (see `contents`); all spans may be read."""
        return holds(self.connection, what)

    def setting(self, name: str, default: str = "") -> str:
        """A setting that is kept in the file."""
        row = self.connection.execute(
            "SELECT value FROM settings WHERE name = ?", (name,)
        ).fetchone()
        return row[0] if row else default

    def put_setting(self, name: str, value: str) -> None:
        """Keep a setting in the file. Call it within a transaction."""
        self.connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def labels(self) -> LabelSet:
        """The label set."""
        return self.label_sets.get()

    def put_labels(
        self, labels: LabelSet, *, leaving: Iterable[str] = (), made_by: str | None = None
    ) -> None:
        """Write the label set (see `LabelSets.put`)."""
        self.label_sets.put(labels, leaving=leaving, made_by=made_by)

    def remove_labels(self, names: Iterable[str]) -> None:
        """Take labels out of the label set (see `LabelSets.remove`)."""
        self.label_sets.remove(names)

    def annotator_id(self, name: str) -> int | None:
        """The number of an annotator, or None if the project does not know the name."""
        row = self.connection.execute(
            "SELECT id FROM annotators WHERE name = ?", (name,)
        ).fetchone()
        return int(row[0]) if row else None

    def add_annotator(self, name: str) -> int:
        """The number of an annotator, who is added if new. Call it within a transaction."""
        self.connection.execute("INSERT OR IGNORE INTO annotators (name) VALUES (?)", (name,))
        found = self.annotator_id(name)
        assert found is not None
        return found

    def annotators(self) -> list[str]:
        """The names of all annotators, in the order in which they came."""
        rows = self.connection.execute("SELECT name FROM annotators ORDER BY id").fetchall()
        return [row[0] for row in rows]


def _set_pragmas(connection: Connection, *, durable: bool) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    if durable:
        # A window must not stand still for as long as a job may wait.
        connection.execute(f"PRAGMA busy_timeout = {WINDOW_BUSY_TIMEOUT_MS}")
