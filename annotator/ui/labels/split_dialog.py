"""Asking which spans of a label go to another one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.core.split_rule import Rule, RuleKind


class SplitDialog(QDialog):
    """`chosen` carries the rule and the name of the label that its spans get."""

    chosen = Signal(object, str)

    def __init__(self, label: str, others: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Split {0}").format(label))
        self.kind = QComboBox()
        self.value = QPlainTextEdit()
        self.value.setTabChangesFocus(True)
        self.to = QComboBox(editable=True)
        self.to.addItems(others)
        self.to.setEditText(self.tr("{0}_2").format(label))
        self.hint = QLabel(wordWrap=True)
        self.status = QLabel(wordWrap=True)
        self._hints = {
            RuleKind.WORDS: (self.tr("whose words are one of"), self.tr("One a line.")),
            RuleKind.EXPRESSION: (
                self.tr("whose words match the expression"),
                self.tr("A regular expression, found anywhere in the words: ^The\\b"),
            ),
            RuleKind.LENGTH: (
                self.tr("that are so many characters long"),
                self.tr("3, 3-5, 3- or -5."),
            ),
            RuleKind.ANNOTATOR: (self.tr("that were labelled by"), self.tr("One name a line.")),
            RuleKind.META: (
                self.tr("in documents whose meta says"),
                self.tr("field=value, or a field alone."),
            ),
        }
        for kind, (title, _) in self._hints.items():
            self.kind.addItem(title, kind)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._explain)
        self._explain()
        self.value.setFocus()

    def _lay_out(self) -> None:
        form = QFormLayout()
        for title, field in (
            (self.tr("&Those spans"), self.kind),
            (self.tr("&Rule"), self.value),
            (self.tr("get the &label"), self.to),
        ):
            shown = QLabel(title)
            shown.setBuddy(field)
            field.setAccessibleName(title.replace("&", ""))
            form.addRow(shown, field)
        form.insertRow(2, "", self.hint)
        self.hint.setObjectName("meta")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.status)
        layout.addWidget(buttons)
        self.resize(440, 260)

    def _explain(self) -> None:
        self.hint.setText(self._hints[RuleKind(self.kind.currentData())][1])

    def _choose(self) -> None:
        rule = Rule(RuleKind(self.kind.currentData()), self.value.toPlainText())
        name = self.to.currentText().strip()
        try:
            rule.test()
            if not name:
                raise ValueError(self.tr("a label needs a name"))
        except ValueError as error:
            self.status.setText(str(error))
            return
        self.chosen.emit(rule, name)
        self.accept()
