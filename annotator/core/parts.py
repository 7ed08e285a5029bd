"""The parts that documents are split into for training, and how their shares are written."""

PARTS = ("train", "dev", "test")


def shares(written: str) -> tuple[float, ...]:
    """Shares of PARTS as they are typed: "80/10/10", "90/10". Raises ValueError for anything
    else."""
    fault = ValueError(f"a split is written as 80/10/10, not {written!r}")
    try:
        found = tuple(float(part) for part in written.split("/"))
    except ValueError:
        raise fault from None
    if not 1 < len(found) <= len(PARTS) or min(found) < 0 or not 0 < sum(found) < float("inf"):
        raise fault
    return found
