"""The program's entry: a worker, the window, or the command line with all its commands."""

import sys

WORKER_ARGUMENTS = 3


def main() -> None:
    """Run the command that was typed."""
    try:
        _run()
    except KeyboardInterrupt:
        sys.stderr.write("Error: Stopped.\n")
        sys.exit(1)


def _run() -> None:
    # A worker starts without the command line: it has to be there fast.
    if len(sys.argv) == WORKER_ARGUMENTS and sys.argv[1] == "suggest-worker":
        from annotator.suggest import worker

        worker.main(sys.argv[2])
        return
    if sys.argv[1:] == ["train-worker"]:
        from annotator.train import trainer

        trainer.main()
        return
    if len(sys.argv) == WORKER_ARGUMENTS and sys.argv[1] == "calibrate-worker":
        from annotator.session import calibrating

        calibrating.main(sys.argv[2])
        return
    if sys.argv[1:] == ["job-worker"]:
        from annotator.session import away

        away.main()
        return
    from annotator.cli import opening

    window = opening.wanted(sys.argv[1:])
    if window:
        sys.exit(opening.run(*window))
    from annotator.cli.app import run

    sys.exit(run())


if __name__ == "__main__":
    main()
