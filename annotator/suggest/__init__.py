"""What proposes spans: spaCy pipelines, run in processes of their own.

`pipelines` says which there are, `protocol` how to talk with a worker, `worker` and
`process` start one. Only `pipeline` and `confidence` need spaCy, and only inside the worker.
"""
