"""What people are told of the formats in the one list."""

from PySide6.QtCore import QCoreApplication

from annotator.formats import formats
from annotator.formats.format import Format, Holds


def readable() -> list[Format]:
    """The formats that come in, in the order of the list; raises FormatError."""
    return [known for known in formats() if known.can_read]


def writable() -> list[Format]:
    """The formats that go out, in the order of the list; raises FormatError."""
    return [known for known in formats() if known.can_write]


def titled(known: Format) -> str:
    """Title and name."""
    return f"{known.title} ({known.name})"


def title_of(name: str) -> str:
    """The title of the format with this name, or else the name."""
    return next((known.title for known in formats() if known.name == name), name)


def room(known: Format) -> str:
    """The sentence that says what a format that is written has no room for."""
    if not known.lacks:
        return _tr("It has room for everything.")
    return _tr("It has no room for: {0}.").format(listed(known.lacks))


def listed(what: tuple[Holds, ...]) -> str:
    """These, divided by commas."""
    return ", ".join(_tr(each.value) for each in what)


def suffixes(known: Format) -> str:
    """The suffixes of its files, divided by blanks."""
    return " ".join(filter(None, known.suffixes))


def ways(known: Format) -> str:
    """Whether it comes in, goes out, or both."""
    return _tr({(True, False): "in", (False, True): "out"}.get(_both(known), "in and out"))


def _both(known: Format) -> tuple[bool, bool]:
    return known.can_read, known.can_write


def _tr(text: str) -> str:
    return QCoreApplication.translate("formats", text)
