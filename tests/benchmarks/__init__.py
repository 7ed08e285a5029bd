"""How fast it is, each figure beside a reference that is timed in the same run.

python -m tests.benchmarks            all of them, and one table
python -m tests.benchmarks NAME...    some of them
"""
