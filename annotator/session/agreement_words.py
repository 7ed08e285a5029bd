"""What the measures of agreement mean, for people, and where they come from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """One sentence on what a measure says, and its source."""

    sentence: str
    source: str


_F = (
    "Hripcsak and Rothschild 2005, Agreement, the F-measure, and reliability in information"
    " retrieval, JAMIA 12, 296-298"
)
MEANINGS = {
    "exact": Meaning(
        "F of spans: a span counts as agreed if the other marked the same range with the same"
        " label; precision and recall are those of the second annotator against the first.",
        _F,
    ),
    "boundaries": Meaning(
        "The same for ranges alone: how well they agree where something is, whatever it is.", _F
    ),
    "partial": Meaning(
        "The same where it is enough that a span overlaps one of the same label, each counting"
        " once: differences of boundaries are forgiven.",
        "Segura-Bedmar et al. 2013, SemEval-2013 Task 9 (`type`), S13-2056; one to one",
    ),
    "label_only": Meaning(
        "Of the ranges that both marked, the share to which both gave the same label: how well"
        " they agree what something is, once they agree where.",
        "Artstein and Poesio 2008, Inter-coder agreement for computational linguistics,"
        " Computational Linguistics 34/4 (observed agreement)",
    ),
    "kappa": Meaning(
        "Cohen's kappa, by words, no label being one of the labels: agreement of two beyond what"
        " they would reach by chance, each with their own habits; 1 is perfect, 0 is chance.",
        "Cohen 1960, A coefficient of agreement for nominal scales, Educational and"
        " Psychological Measurement 20, 37-46",
    ),
    "fleiss": Meaning(
        "Fleiss' kappa, by words: the same for all together, over the documents that each of"
        " them finished.",
        "Fleiss 1971, Measuring nominal scale agreement among many raters, Psychological"
        " Bulletin 76, 378-382",
    ),
    "alpha": Meaning(
        "Krippendorff's alpha, by words: for all together, also where not everybody finished"
        " everything; above 0.8 is usually relied on, below 0.667 is not.",
        "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability,"
        " https://repository.upenn.edu/asc_papers/43",
    ),
    "interval": Meaning(
        "In 95 of 100 projects with other documents of the same kind the measure would lie"
        " there: documents are drawn again and again, with replacement (percentile bootstrap).",
        "Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13",
    ),
}

NO_SPANS = "Neither of them marked anything."
NO_RANGES = "There is no range that both marked."
ONE_LABEL = "Every word got the same label from everybody: there is no chance to compare with."
NO_WORDS = "There are no words in these documents."
ALONE = (
    "Fewer than two people have finished the same document: nothing can be compared. Without an"
    " answer annotations count only if that is asked for."
)
NOT_ALL = "There is no document that all {0} have finished."
