"""The choice of the order of the queue, above the list of documents."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from annotator.core.queue import Order

TITLES = {
    Order.IMPORTED: "As imported",
    Order.LEAST_SURE: "Least sure first",
    Order.GAIN: "Most gain per second first",
    Order.RANDOM: "At random",
}


class OrderBox(QComboBox):
    """`chosen` carries the order that a person chose."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Order of the documents"))
        # Where Qt names a combo box by what is chosen in it (Linux), this still says what for.
        self.setAccessibleDescription(self.tr("Order of the documents"))
        self.setToolTip(self.tr("Order of the documents"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for order, title in TITLES.items():
            self.addItem(self.tr(title), order)
        self.activated.connect(lambda index: self.chosen.emit([*TITLES][index]))

    def show_order(self, order: Order) -> None:
        """Show the order that is wanted."""
        self.setCurrentIndex([*TITLES].index(order))
