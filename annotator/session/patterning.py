"""The patterns of a project: brought in, written out, and changed while it is open."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.core.pattern import Pattern
from annotator.core.record import Problem
from annotator.errors import FormatError
from annotator.formats.encoding import shown
from annotator.formats.patterns import Numbered, read_patterns, read_terms, write_patterns
from annotator.session import steps
from annotator.session.changes import Changes
from annotator.session.jobs import Job, Progress
from annotator.session.keeping import setup_of
from annotator.session.session import Session
from annotator.session.whole_file import whole_file
from annotator.storage.project import Project
from annotator.suggest import pipelines
from annotator.suggest.process import Crew
from annotator.suggest.protocol import Setup


@dataclass
class PatternsReport:
    """What an import of patterns read and left out, and how many the project has now."""

    read: int = 0
    added: int = 0
    known: int = 0
    patterns: int = 0
    labels_added: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """How many patterns were left out."""
        return sum(problem.left_out != "nothing" for problem in self.problems)

    def sentence(self) -> str:
        """What was done, for people."""
        parts = [
            f"Read {self.read:,} patterns: {self.added:,} new, {self.known:,} known already.",
            f"New in the label set: {', '.join(self.labels_added)}." if self.labels_added else "",
            f"Left out: {self.left_out:,}." if self.left_out else "",
            f"The project has {self.patterns:,} patterns.",
        ]
        return " ".join(filter(None, parts))


def import_patterns(
    path: Path, file: Path, *, label: str | None = None, replaces: bool = False
) -> Job[PatternsReport]:
    """Add the patterns of a file to those of the project at `path`, or have them instead.

    With a `label` the file is a list of terms, one a line, which get it. A pattern that spaCy
    does not understand is left out, with its line and the reason. Labels that the label set
    lacks are added to it. Raises ProjectError, FormatError and SuggesterError.
    """
    report = PatternsReport()
    yield Progress(0, None, "patterns")
    numbered = list(_good(_read(file, label), report))
    with Project.open(path) as project:
        setup = replace(setup_of(project), patterns=tuple(p for _, p in numbered))
        faults = yield from checked(project, setup)
        good = [pattern for i, (_, pattern) in enumerate(numbered) if i not in faults]
        report.problems += [
            Problem(shown(file), numbered[i][0], reason, "pattern") for i, reason in faults.items()
        ]
        report.problems.sort(key=lambda problem: problem.line or 0)
        with project.transaction():
            before = [] if replaces else project.patterns.all()
            new = [p for p in _each_once(good) if p not in before]
            report.added, report.known = len(new), len(good) - len(new)
            report.patterns = len(before) + len(new)
            if new or replaces:
                report.labels_added = _put(project, [*before, *new])
    return report


def _read(file: Path, label: str | None) -> Iterator[Numbered]:
    try:
        yield from read_terms(file, label) if label else read_patterns(file)
    except OSError as error:
        raise FormatError(f"{file} cannot be read: {error.strerror or error}.") from error


def _good(numbered: Iterable[Numbered], report: PatternsReport) -> Iterator[tuple[int, Pattern]]:
    for line, found in numbered:
        if isinstance(found, Problem):
            report.problems.append(found)
            report.read += found.left_out != "nothing"
        else:
            report.read += 1
            yield line, found


def _each_once(patterns: Iterable[Pattern]) -> list[Pattern]:
    return list({repr(pattern): pattern for pattern in patterns}.values())


def checked(project: Project, setup: Setup) -> Job[dict[int, str]]:
    """Why spaCy cannot use some of the patterns, by their places. Raises SuggesterError."""
    name = project.setting("pipeline", pipelines.DEFAULT)
    with closing(Crew(name, setup=setup)) as crew:
        for answer in crew.checked() if setup.patterns else ():
            if answer is not None:
                return dict(answer.faults)
            yield Progress(0, len(setup.patterns), "patterns")
    return {}


def _put(project: Project, patterns: Sequence[Pattern]) -> list[str]:
    """Have these patterns in a project; the labels that they brought."""
    labels = project.labels()
    project.patterns.put(patterns)
    wider = labels.with_names(pattern.label for pattern in patterns)
    if len(wider) > len(labels):
        project.put_labels(wider)
    return [label.name for label in wider if label.name not in labels]


def read_file(file: Path, label: str | None) -> tuple[list[Pattern], list[Problem]]:
    """The patterns of a file, or with a `label` its terms, and what is none; spaCy has not seen
    them. Raises FormatError if the file cannot be read."""
    report = PatternsReport()
    return [pattern for _, pattern in _good(_read(file, label), report)], report.problems


def write_file(patterns: Sequence[Pattern], out: Path) -> None:
    """Write patterns as JSON lines; raises FormatError."""
    with whole_file(out) as file:
        write_patterns(file, patterns)


def export_patterns(path: Path, out: Path) -> int:
    """Write the patterns of a project as JSON lines, and return how many there are.

    Raises ProjectError, and FormatError if the file cannot be written.
    """
    with Project.open_to_read(path) as project:
        patterns = project.patterns.all()
    write_file(patterns, out)
    return len(patterns)


def patterns_of(session: Session) -> list[Pattern]:
    """The patterns of an open project."""
    return session.project.patterns.all()


def put_patterns(session: Session, patterns: Sequence[Pattern]) -> Changes:
    """Have these patterns in an open project. What the others proposed goes away, also in the
    open document, as long as nobody has given an answer; the suggester fetches what is new.

    Raises ProjectError, and has then changed nothing.
    """
    before, after = tuple(patterns_of(session)), tuple(_each_once(patterns))
    if before == after:
        return Changes(note=f"{len(after):,} patterns.")
    wider = session.project.labels().with_names(pattern.label for pattern in after)
    labels = (session.labels, wider) if len(wider) > len(session.labels) else None
    changed = (before, after)
    done = steps.make(session, "change the patterns", (), labels=labels, patterns=changed)
    return replace(done, note=f"{len(after):,} patterns.")
