"""The processes that tests have started, and whether they live."""

from pathlib import Path


def children() -> set[str]:
    """The processes that this one started and that still run."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {number for task in tasks for number in task.read_text("ascii").split()}


def descendants(numbers: set[str]) -> set[str]:
    """These processes and all that they started."""
    found = set(numbers)
    for number in numbers:
        for tasks in Path(f"/proc/{number}/task").glob("*/children"):
            found |= descendants(set(tasks.read_text("ascii").split()))
    return found


def is_alive(number: str) -> bool:
    """Whether a process still does something."""
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text("utf-8")
    except OSError:
        return False
