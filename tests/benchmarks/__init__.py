"""How fast it is, each figure beside a reference that is timed in the same run.

    python -m tests.benchmarks            all of them, and one table (about ten minutes)
    python -m tests.benchmarks NAME...    some of them: start, edit, commit, import_export, …

A busy machine makes everything slower: read ratios, and processor time where it is given.
Nothing fails for it. A million-document project, 0.5 GB, is made in the temporary folder.
"""
