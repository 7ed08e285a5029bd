"""The label set of a project file, every version it ever had, and what labels were renamed to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from sqlite3 import IntegrityError

import orjson

from annotator.core.label import Label, LabelSet, LabelVersion, version_of
from annotator.core.renamed import shown_names
from annotator.errors import ProjectError
from annotator.storage.connection import Connection

VERSION, RENAMED = "label_version", "renamed_labels"
PUT = (
    "INSERT INTO labels VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
    " position = excluded.position, color = excluded.color, key = excluded.key,"
    " guideline = excluded.guideline"
)


@dataclass(frozen=True)
class LabelSets:
    """The labels of one project file."""

    connection: Connection

    def get(self) -> LabelSet:
        """The label set. Raises ProjectError if it cannot be read."""
        rows = self.connection.execute(
            "SELECT name, color, key, guideline FROM labels ORDER BY position"
        ).fetchall()
        try:
            return LabelSet(Label(*row) for row in rows)
        except ValueError as error:
            raise ProjectError(
                f"The label set cannot be read: {error}.",
                f"Repair the table labels of {self.connection.path} with a program for SQLite.",
            ) from error

    def put(
        self, labels: LabelSet, *, leaving: Iterable[str] = (), made_by: str | None = None
    ) -> None:
        """Write the label set: new labels are added, known ones updated, none removed.

        Those that it lacks come to stand at its end. What is `leaving` will be removed before
        the transaction ends, and is no part of the new version. Call it within one.
        """
        taken = {label.key for label in labels}
        others = [label for label in self.get() if label.name not in labels]
        keyed = (replace(o, key="" if o.key in taken else o.key) for o in others)
        labels = LabelSet([*labels, *keyed])
        self.connection.executemany(
            PUT,
            [
                (label.name, i, label.color, label.key, label.guideline)
                for i, label in enumerate(labels)
            ],
        )
        gone = set(leaving)
        self._keep_version(LabelSet(one for one in labels if one.name not in gone), made_by)

    def remove(self, names: Iterable[str]) -> None:
        """Take labels out of the label set. Call it within a transaction; raises ProjectError
        if a span still has one of them."""
        for name in names:
            try:
                self.connection.execute("DELETE FROM labels WHERE name = ?", (name,))
            except IntegrityError as error:
                raise ProjectError(
                    f"There are spans with the label {name}.",
                    "Give them another label, or remove them, first.",
                ) from error

    # Versions

    def version(self) -> str | None:
        """The version of the label set; None: there has never been a label."""
        return self._setting(VERSION)

    def versions(self) -> list[LabelVersion]:
        """All that the label set has been, the oldest first; a version may come again."""
        rows = self.connection.execute(
            "SELECT version, labels, made_by, made_at FROM label_versions ORDER BY made_at, id"
        ).fetchall()
        return [LabelVersion(name, _unpacked(labels), *rest) for name, labels, *rest in rows]

    def bring(self, versions: Iterable[LabelVersion]) -> None:
        """Know also what the label set of another copy has been. Call it within a transaction."""
        known = {(one.version, one.made_at) for one in self.versions()}
        for one in versions:
            if (one.version, one.made_at) not in known:
                self._add_version(one)

    def _keep_version(self, labels: LabelSet, made_by: str | None) -> None:
        version = version_of(labels)
        if version != self.version():
            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            self._add_version(LabelVersion(version, labels, made_by, now))
            self._put_setting(VERSION, version)

    def _add_version(self, one: LabelVersion) -> None:
        self.connection.execute(
            "INSERT INTO label_versions (version, labels, made_by, made_at) VALUES (?, ?, ?, ?)",
            (one.version, _packed(one.labels), one.made_by, one.made_at),
        )

    # What machines call them

    def renamed(self) -> dict[str, str]:
        """What labels were last renamed to, or merged into."""
        return dict(orjson.loads(self._setting(RENAMED) or "{}"))

    def rename(self, moved: Mapping[str, str | None]) -> None:
        """Remember that labels are called otherwise from now on (None: no longer at all).

        Suggestions and patterns stay as they were said, and are shown under the new name as long
        as the label set lacks the old one: so undo need not touch this. Call it within a
        transaction.
        """
        renamed = {**self.renamed(), **{old: new for old, new in moved.items() if new}}
        kept = {old: new for old, new in renamed.items() if moved.get(old, new) is not None}
        self._put_setting(RENAMED, orjson.dumps(kept).decode())

    def shown(self) -> dict[str, str]:
        """The label under which what a machine calls so is shown; what lacks here is not."""
        rows = self.connection.execute("SELECT name FROM labels").fetchall()
        return shown_names([name for (name,) in rows], self.renamed())

    def _setting(self, name: str) -> str | None:
        sql = "SELECT value FROM settings WHERE name = ?"
        row = self.connection.execute(sql, (name,)).fetchone()
        return str(row[0]) if row else None

    def _put_setting(self, name: str, value: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))


def _packed(labels: LabelSet) -> str:
    rows = [(label.name, label.color, label.key, label.guideline) for label in labels]
    return orjson.dumps(rows).decode()


def _unpacked(labels: str) -> LabelSet:
    return LabelSet(Label(*row) for row in orjson.loads(labels))
