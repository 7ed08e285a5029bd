"""Who is sitting here, if nobody says."""

from getpass import getuser


def login_name() -> str:
    """The login name; `annotator` on a machine that has none."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "annotator"
