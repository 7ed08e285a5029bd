"""Tables as CSV files, one each, that no spreadsheet takes for formulas."""

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from annotator.errors import FormatError
from annotator.session.insights.report import InsightsReport
from annotator.session.insights.table import Cell, Table
from annotator.session.whole_file import whole_file

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would run (https://owasp.org/www-community/attacks/CSV_Injection)."""


def write_csv(report: InsightsReport, folder: Path) -> list[Path]:
    """Write each table of a report to PAGE-TABLE.csv in a folder, which is made if it is new.

    UTF-8, RFC 4180. A text that would be a formula gets an apostrophe before it. Files of these
    names are replaced. Raises FormatError.
    """
    made = []
    for page, tables in report.pages.items():
        for table in tables:
            path = folder / f"{page}-{table.name.replace('_', '-')}.csv"
            _write(path, as_csv(table))
            made.append(path)
    return made


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FormatError(f"{path.parent} cannot be made: {error.strerror}.") from error
    with whole_file(path) as file:
        file.write(text.encode("utf-8"))


def as_csv(table: Table) -> str:
    """A table as the text of a CSV file."""
    held = StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow(table.columns)
    writer.writerows(map(_plain, table.rows))
    return held.getvalue()


def _plain(row: Iterable[Cell]) -> list[Cell]:
    return [
        f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell for cell in row
    ]
