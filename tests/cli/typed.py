"""Commands as they are typed."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NO_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        (line,) = self.out.splitlines()
        found = json.loads(line)
        assert isinstance(found, dict)
        return found


def annotator(
    *arguments: object,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    stdin: bytes | None = None,
) -> Ran:
    """Run the program on a machine without a screen. It never shows a traceback."""
    clean = {k: v for k, v in os.environ.items() if k not in NO_SCREEN}
    done = subprocess.run(
        [sys.executable, "-m", "annotator", *[os.fsencode(str(a)) for a in arguments]],
        capture_output=True,
        input=stdin,
        timeout=100,
        check=False,
        cwd=cwd,
        env={**clean, **(env or {})},
    )
    err = done.stderr.decode("utf-8", "backslashreplace")
    assert "Traceback" not in err, err
    return Ran(done.returncode, done.stdout.decode("utf-8", "backslashreplace"), err)


def failure(*arguments: object) -> str:
    """The one sentence of a command that fails (and its hint)."""
    ran = annotator(*arguments)
    assert (ran.code, ran.out) == (1, ""), ran
    assert ran.err.startswith("Error: ")
    assert ran.err.count("\n") == 1
    return ran.err.removeprefix("Error: ").rstrip("\n")
