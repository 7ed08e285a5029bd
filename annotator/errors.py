"""The failures of the world, as opposed to bugs: each one sentence, with a hint what to do."""


class AnnotatorError(Exception):
    """Something outside the program went wrong and the user can do something about it.

    `sentence` says what happened and where; `hint` says what to do (may be empty).
    """

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


class ProjectError(AnnotatorError):
    """A project file cannot be opened, read or written."""


class FormatError(AnnotatorError):
    """A file of someone else's cannot be read or written as a whole."""


class SuggesterError(AnnotatorError):
    """A pipeline cannot be found, loaded or run."""


class TrainingError(AnnotatorError):
    """Nothing can be learnt or scored: for want of labels, or the pipeline does not allow it."""


class ScreenError(AnnotatorError):
    """There is no screen, or the libraries that windows need are missing."""
