"""The order of the queue: choosing it, working it out, and going by it from one moment on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from annotator.core.calibration import Calibration
from annotator.core.document import DocumentId
from annotator.core.pace import fitted
from annotator.core.queue import Order
from annotator.session.changes import Changes
from annotator.session.jobs import Job, Progress
from annotator.session.recall import CALIBRATION_SETTING
from annotator.session.session import Session
from annotator.storage.arranging import Arranging
from annotator.storage.places import IN_USE, new_number
from annotator.storage.project import Project

ORDER_SETTING = "queue_order"
BREATH_S = 0.002
"""After each batch that is written, so that others come to write."""
NOTES = {
    Order.IMPORTED: "The documents come as they were imported.",
    Order.LEAST_SURE: "The documents with the least sure suggestions come first.",
    Order.GAIN: "The documents with the most to correct per second come first.",
    Order.RANDOM: "The documents come at random.",
}
EVERY = 10
"""After so many answers the order is worked out anew."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What was worked out: under which `number`, for documents up to `last_document`, on what
    was there up to `last_edit`, with `here` open; see `Arranging.sort` for `is_afresh`."""

    number: int
    order: Order
    documents: int
    last_document: int
    last_edit: int
    here: DocumentId | None
    is_afresh: bool


def order_of(project: Project) -> Order:
    """The order that a project wants."""
    written = project.setting(ORDER_SETTING)
    return Order(written) if written in {*Order} else Order.IMPORTED


def choose(session: Session, order: Order) -> Changes:
    """Want another order, for everyone who works in this project. As imported it is at once;
    the others have to be worked out (`arrange`). Raises ProjectError."""
    with session.project.transaction():
        session.project.put_setting(ORDER_SETTING, order)
        if order is Order.IMPORTED:
            session.project.put_setting(IN_USE, "")
    if order is not Order.IMPORTED:
        return Changes(note="The order is being worked out …")
    return Changes(queue=True, note=NOTES[order])


def occasion(session: Session) -> tuple[object, ...]:
    """What the order hangs on. It is worth working it out anew when this has changed."""
    order, done = order_of(session.project), session.completion()
    if order in {Order.IMPORTED, Order.RANDOM}:
        return order, done.documents
    settings = map(session.project.setting, ("pipeline", "model", "calibration"))
    return order, done.documents, done.answered // EVERY, *settings


def arrange(
    path: Path,
    order: Order,
    *,
    here: DocumentId | None,
    is_afresh: bool,
    goes_on: Callable[[], bool] = lambda: True,
) -> Job[Arrangement]:
    """Work an order out and write it down, without using it yet. Raises ProjectError, also as
    soon as `goes_on` says no, which is asked from whatever thread the job is in."""
    with Project.open(path) as project:
        yield from _removed(project)
        arranging = Arranging(project.connection, goes_on)
        last_edit, last = project.journal.last_id(), arranging.last_document()
        if order is not Order.RANDOM:
            calibration = Calibration.from_json(project.setting(CALIBRATION_SETTING))
            for done in arranging.read(calibration, last):
                yield Progress(done, last, "documents")
        pace = fitted(arranging.measured())
        for _ in arranging.sort(order, pace, here=here, last=last, is_afresh=is_afresh):
            yield Progress(last, last, "documents")
        number = new_number()
        yield from _written(project, arranging, number, last)
        documents = project.places.count(number)
        return Arrangement(number, order, documents, last, last_edit, here, is_afresh)


def _written(project: Project, arranging: Arranging, number: int, last: int) -> Iterator[Progress]:
    places = arranging.write(number)
    is_over = False
    while not is_over:
        with project.transaction():
            done = next(places, None)
        is_over = done is None
        yield Progress(done or last, last, "documents")
        sleep(BREATH_S)


def clear(path: Path) -> Job[None]:
    """Take away arrangements that are no longer used. Raises ProjectError."""
    with Project.open(path) as project:
        yield from _removed(project)


def _removed(project: Project) -> Iterator[Progress]:
    for number in project.places.unused():
        removed = 1
        while removed:
            with project.transaction():
                removed = project.places.remove_some(number)
            yield Progress(0, None, "documents")
            sleep(BREATH_S)


def use(session: Session, found: Arrangement) -> Changes:
    """Go by an arrangement from now on, unless another order is wanted by now. What has been
    touched or opened since it was begun comes where it was. Raises ProjectError."""
    project = session.project
    with project.transaction():
        is_whole = project.places.count(found.number) == found.documents
        if order_of(project) is not found.order or not is_whole:
            return Changes()
        project.places.add_after(found.last_document, found.number)
        _keep_places(session, found)
        project.put_setting(IN_USE, str(found.number))
    return Changes(queue=True, note=NOTES[found.order] if found.is_afresh else "")


def _keep_places(session: Session, found: Arrangement) -> None:
    places, before = session.project.places, session.project.documents.arrangement()
    touched = dict.fromkeys(places.touched_since(found.last_edit))
    if session.article is not None:
        touched[session.article.document.id] = None
    touched.pop(found.here, None) if found.here else None
    next_place = (places.of(found.here, found.number) or 0) + 1 if found.here else 1
    for number, document_id in enumerate(touched):
        old = places.of(document_id, before) if before else int(document_id)
        place = next_place + number if found.is_afresh else old
        if place is not None:
            places.move(document_id, place, found.number)
