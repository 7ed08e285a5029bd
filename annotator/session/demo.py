"""A fresh copy of the sample project."""

from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

from platformdirs import user_data_path

from annotator.session.annotator_name import login_name
from annotator.session.creating import create
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import Job
from annotator.session.suggesting import suggest


def make_sample() -> Job[Path]:
    """Make a project of the sample articles in a new folder of the user's data."""
    # Beside the earlier ones: what somebody labelled in those is never lost.
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S-%f")
    folder = user_data_path("annotator", appauthor=False) / "samples" / stamp
    folder.mkdir(parents=True)
    path = folder / "sample.annotator"
    create(path, labels="ontonotes")
    with as_file(files("resources").joinpath("samples")) as samples:
        articles = sorted(Path(samples).glob("*.txt"))
        yield from import_files(path, articles, ImportOptions(annotator=login_name()))
    return path


def make_demo() -> Job[Path]:
    """The same with suggestions."""
    path = yield from make_sample()
    yield from suggest(path)
    return path
