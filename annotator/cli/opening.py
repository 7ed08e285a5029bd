"""The plain ways to open the window, read without typer, which takes 0.1 s to import."""

import sys
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.session.annotator_name import is_name, login_name

Wanted = tuple[Path | None, str | None]


def wanted(arguments: list[str]) -> Wanted | None:
    """The project (None: the start screen) and the annotator's name; None: ask typer."""
    match arguments:
        case []:
            return None, None
        case ["open", path] if not path.startswith("-"):
            return Path(path), None
        case ["open", path, "--annotator", name] if not path.startswith("-") and is_name(name):
            return Path(path), name
        case _:
            return None


def run(project: Path | None, annotator: str | None) -> int:
    """Show the window until it is closed, and return the exit code."""
    try:
        return show(project, annotator)
    except AnnotatorError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 1


def show(project: Path | None, annotator: str | None) -> int:
    """The same; raises ScreenError or ProjectError if there can be no window."""
    from annotator.ui import screen

    screen.require()
    from annotator.ui import app

    return app.show(project, annotator)


def show_review(project: Path, reviewer: str | None) -> int:
    """The Review window until it is closed; raises as `show` does."""
    from annotator.ui import screen

    screen.require()
    from annotator.ui import app

    return app.show_review(project, reviewer or login_name())
