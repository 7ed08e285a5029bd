"""What is kept of a training at each evaluation, so that it can be stopped at any moment.

spaCy's loop writes its last pipeline in place and removes it when it starts again: a process
that is killed meanwhile would leave half of it, or nothing. Here a copy is made beside it, and
only when that is whole does the file CHOICE name it instead of the one before.
"""

import shutil
from pathlib import Path

LAST = "model-last"
CHOICE = "kept"
SLOTS = ("kept-a", "kept-b")


def keep(work: Path) -> None:
    """Keep the last pipeline that spaCy's loop has written into the folder `work`."""
    held = kept(work)
    slot = next(name for name in SLOTS if held is None or name != held.name)
    shutil.rmtree(work / slot, ignore_errors=True)
    shutil.copytree(work / LAST, work / slot)
    part = work / f"{CHOICE}.part"
    part.write_text(slot, "ascii")
    part.replace(work / CHOICE)


def kept(work: Path) -> Path | None:
    """The pipeline from which the training in `work` can go on, if there is one."""
    try:
        slot = (work / CHOICE).read_text("ascii")
    except (OSError, ValueError):
        return None
    return work / slot if slot in SLOTS and (work / slot).is_dir() else None
