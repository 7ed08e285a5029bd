"""What one annotator did differently in several copies of a project, and settling it: a person
takes one of the histories, or all that is in them."""

from dataclasses import dataclass, replace

from annotator.core.adjudication import Rule
from annotator.core.annotation import Annotation
from annotator.core.document import DocumentId
from annotator.core.edit import Edit, difference
from annotator.core.histories import Chain, names, settling, state_of, united
from annotator.core.span import key_of
from annotator.session.article import Article
from annotator.session.board import Board, Said
from annotator.session.changes import Changes
from annotator.session.session import Session
from annotator.session.steps import Made
from annotator.storage.histories import Pair
from annotator.storage.steps import Change


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Histories of one annotator of one document; the one that is shown comes first."""

    document_id: DocumentId
    annotator_id: int
    title: str
    annotator: str
    chains: tuple[Chain, ...]

    @property
    def pair(self) -> Pair:
        """Document and annotator, by number."""
        return self.document_id, self.annotator_id


def contradictions(session: Session) -> list[Contradiction]:
    """What nobody has settled, in the order of the documents."""
    project = session.project
    names_ = {project.annotator_id(name): name for name in project.annotators()}
    found = []
    for (document_id, annotator_id), chains in project.histories.contradicting():
        document = project.documents.get(document_id)
        assert document is not None
        name = names_[annotator_id]
        one = Contradiction(document_id, annotator_id, document.title, name, tuple(chains))
        found.append(one)
    return found


def board_of(article: Article, one: Contradiction) -> Board:
    """The histories laid out beside each other, each under the time of its last edit. Nothing
    of it is settled: a history is taken whole."""
    said = [Said(_when(chain), state_of(chain).spans) for chain in one.chains]
    return Board(Article(article.document, article.text, article.words), said, Rule.UNANIMOUS)


def _when(chain: Chain) -> str:
    """To the second, as it is written."""
    return chain[-1].made_at[:19].replace("T", " ")


def settle(session: Session, one: Contradiction, choice: int | None) -> Changes:
    """Make one of the histories, numbered from 0, what is shown (None: the spans of all), and
    with that settle the contradiction. A step of the session; raises ProjectError.

    What came home meanwhile is not settled with it.
    """
    project = session.project
    made = Made()
    with project.transaction():
        known = [project.histories.shown(one.pair), *project.histories.branches(one.pair)]
        if {*map(names, united(known))} >= {*map(names, one.chains)}:
            _store(session, one, difference(state_of(known[0]), _chosen(one, choice)))
            made.documents.add(one.document_id)
    return session.follow(made)


def _store(session: Session, one: Contradiction, edit: Edit) -> None:
    """Also an edit that changes nothing settles."""
    project, recall = session.project, session.recall
    heads = [names(chain)[-1] for chain in one.chains[1:]]
    step = project.steps.begin(project.add_annotator(session.annotator), "do", settling(heads))
    project.steps.put(step, Change())
    made_by = recall.signature(Edit())[0] or session.annotator
    signature = (None if made_by == one.annotator else made_by), None
    project.steps.add(step, *one.pair, edit, signature)


def _chosen(one: Contradiction, choice: int | None) -> Annotation:
    states = [state_of(chain) for chain in one.chains]
    if choice is not None:
        return states[choice]
    spans = {key_of(span): span for state in reversed(states) for span in state.spans}
    rejected = frozenset().union(*(state.rejected for state in states)) - spans.keys()
    return replace(states[0], spans=tuple(spans[k] for k in sorted(spans)), rejected=rejected)
