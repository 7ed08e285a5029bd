"""What all tests share."""

import signal
from pathlib import Path

import pytest
from hypothesis import settings

# No test fails because a machine was slow.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files that we did not write, which is no part of the repository."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real files of ../shared/data are not on this machine")
    return SHARED_DATA


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Programs that tests start hear Ctrl-C, also where a shell started the tests behind itself.

    Such a shell lets its children ignore SIGINT, and they theirs.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
