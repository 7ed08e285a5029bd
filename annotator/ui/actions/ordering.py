"""The order of the queue: a switch for each."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from annotator.core.queue import Order
from annotator.ui.actions.action import Action

if TYPE_CHECKING:
    from annotator.ui.arranger import Arranger

TITLES = {
    Order.IMPORTED: "Documents as imported",
    Order.LEAST_SURE: "Least sure documents first",
    Order.GAIN: "Documents with most gain per second first",
    Order.RANDOM: "Documents at random",
}


def ordering(arranger: "Arranger") -> list[Action]:
    """The menu Queue."""
    return [
        Action(
            name_of(order),
            title,
            "Queue",
            (),
            partial(arranger.choose, order),
            anywhere=True,
            is_on=partial(_is_wanted, arranger, order),
        )
        for order, title in TITLES.items()
    ]


def _is_wanted(arranger: "Arranger", order: Order) -> bool:
    return arranger.order is order


def show_order(actions: dict[str, QAction], order: Order) -> None:
    """Mark the one that is wanted, as far as they are there."""
    for one in Order:
        if action := actions.get(name_of(one)):
            action.setChecked(one is order)


def name_of(order: Order) -> str:
    """The name of the action that chooses an order."""
    return f"order_{order.name.lower()}"
