"""Finding out what a draft of the label set would do, a moment after it was changed."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.label_changes import LabelPlan
from annotator.core.label_draft import LabelDraft
from annotator.session.label_changes import look
from annotator.ui.train.runner import Runner

PAUSE_MS = 250


class Look(QObject):
    """`looked` carries the plan of the draft as it is and its LabelPreview; `counted` how often
    each label is used."""

    looked = Signal(object, object)
    counted = Signal(object)
    progressed = Signal(object)
    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._draft: LabelDraft | None = None
        self._plan: LabelPlan | None = None
        self._counts = True
        self._is_stale = False
        self._runner = Runner(self)
        self._runner.succeeded.connect(self._show)
        self._runner.failed.connect(self.failed)
        self._runner.progressed.connect(self.progressed)
        self._runner.ended.connect(self._go_on)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._begin)

    def at(self, draft: LabelDraft, *, anew: bool = False) -> None:
        """Look at this draft, instead of what is being looked at; `anew`: count uses again."""
        self._draft = draft
        self._counts = self._counts or anew
        self._is_stale = True
        self._runner.cancel()
        self._pause.start()

    def stop(self) -> None:
        """Look no longer."""
        self._draft = None
        self._pause.stop()
        self._runner.stop()

    def _begin(self) -> None:
        if self._runner.is_busy or self._draft is None:
            return
        self._is_stale = False
        try:
            self._plan = self._draft.plan()
        except ValueError as error:
            self.failed.emit(str(error))
            return
        self._runner.run(look(self._path, self._plan, uses=self._counts))

    def _show(self, found: tuple) -> None:  # type: ignore[type-arg]
        uses, preview = found
        if uses is not None:
            self._counts = False
            self.counted.emit(uses)
        if not self._is_stale:
            self.looked.emit(self._plan, preview)

    def _go_on(self) -> None:
        if self._is_stale and not self._pause.isActive():
            self._begin()
