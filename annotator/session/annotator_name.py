"""Who is sitting here, if nobody says."""

from getpass import getuser

ANNOTATOR_SETTING = "annotator"
"""The setting of a file that was handed out: to whom."""


def login_name() -> str:
    """The login name; `annotator` on a machine that has none."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "annotator"


def is_name(name: str) -> bool:
    """Whether a person can go by it: there is something to see, and files can hold it."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return bool(name.strip()) and len(name.splitlines()) == 1
