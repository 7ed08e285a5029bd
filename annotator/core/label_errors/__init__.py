"""What is probably wrong among labels, and what should stand there instead: rules on paper.

Annotation error detection as surveyed by Klie, Webber and Gurevych, "Annotation Error
Detection", Computational Linguistics 49(1), 2023: variation of labels and of what is left out,
edges, rare combinations, and what models that have not seen a text make of it.
"""
