"""The pages of Insights, computed as one job."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.session.insights.agreement import agreeing
from annotator.session.insights.progress import progress
from annotator.session.insights.suggestions import suggestions
from annotator.session.insights.table import Table, letters
from annotator.session.insights.trust import trust
from annotator.session.jobs import Job
from annotator.storage.project import Project

PAGES: dict[str, Callable[[Project], Job[list[Table]]]] = {
    "progress": progress,
    "suggestions": suggestions,
    "agreement": agreeing,
    "trust": trust,
}


@dataclass(frozen=True, slots=True)
class InsightsOptions:
    """Which pages are computed, by the names in PAGES."""

    pages: tuple[str, ...] = tuple(PAGES)


@dataclass
class InsightsReport:
    """The tables of each page, and the names of all annotators in the order they came."""

    annotators: list[str] = field(default_factory=list)
    pages: dict[str, list[Table]] = field(default_factory=dict)

    @classmethod
    def of(cls, values: dict[str, Any]) -> "InsightsReport":
        """A report as JSON has it."""
        pages = {
            page: [
                Table(one["name"], tuple(one["columns"]), [tuple(row) for row in one["rows"]])
                for one in tables
            ]
            for page, tables in values["pages"].items()
        }
        return cls(values["annotators"], pages)

    def table(self, page: str, name: str) -> Table:
        """One of its tables."""
        return next(table for table in self.pages[page] if table.name == name)

    def as_dict(self) -> dict[str, Any]:
        """Pages, tables and rows by their names."""
        return {
            page: {table.name: list(table.each()) for table in tables}
            for page, tables in self.pages.items()
        }

    def hidden(self) -> "InsightsReport":
        """The same without names of annotators: A, B, C … instead."""
        names = letters(self.annotators)
        pages = {
            page: [table.renamed(names) for table in tables] for page, tables in self.pages.items()
        }
        return InsightsReport([names[name] for name in self.annotators], pages)


def insights(path: Path, options: InsightsOptions) -> Job[InsightsReport]:
    """Compute pages of a project; of one moment each, whoever writes meanwhile.

    Raises ProjectError.
    """
    with Project.open_to_read(path) as project:
        report = InsightsReport(project.annotators())
        for page in options.pages:
            with project.snapshot():
                report.pages[page] = yield from PAGES[page](project)
    return report
