"""Gold: the annotations that are settled are those of one annotator, who is nobody."""

from annotator.storage.project import Project

GOLD_SETTING, GOLD = "gold", "gold"


def gold_of(project: Project) -> str:
    """The name of the annotator whose annotations are the settled ones."""
    return project.setting(GOLD_SETTING) or GOLD
