"""Learning while labelling: when a new model is trained, and which of two is used."""

MODEL = "model-"
EVERY = 20
"""Finished documents from one training to the next, unless the project says otherwise."""
ENOUGH_HELD_OUT = 20
"""With fewer held-out documents than this a better score may well be luck."""
MUST_LEAD = 0.9
"""In how large a share of resamples the new model must then be the better one."""


def model_name(number: int) -> str:
    """What a model is called, also as the source of its suggestions."""
    return f"{MODEL}{number}"


def model_number(name: str) -> int:
    """The number of a model; 0 if it is none."""
    number = name.removeprefix(MODEL)
    return int(number) if name.startswith(MODEL) and number.isdecimal() else 0


def is_due(finished: int, *, before: int, every: int) -> bool:
    """Whether to train, with so many documents finished now and at the last training."""
    return finished - before >= every


def is_better(old: float, new: float, *, lead: float, held_out: int) -> bool:
    """Whether the new model is used: by its F and the old one's on the held-out documents.

    `lead`: the share of bootstrap resamples in which the new one is ahead. It counts where few
    documents are held out.
    """
    return new > old and (held_out >= ENOUGH_HELD_OUT or lead >= MUST_LEAD)
