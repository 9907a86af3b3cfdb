"""A worker: loads one tool, says it is ready, then takes a pass over as many characters as it is asked.

    passes.py MODULE TEXT

MODULE is one of this folder, with DISTRIBUTION and `one_pass`. Runs in an environment that has that tool and
nothing else, so it imports the standard library only.
"""

import json
import sys
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

WARM_UP = 2_000


def serve(module: str, file: str) -> None:
    """Answer each number of characters on standard input with the seconds one pass over them took.

    Seconds of the processor, all threads added: on one idle core the same as by the clock, and on a busy machine
    what the pass itself took.
    """
    # What a tool prints by itself (some greet on import) must not be taken for an answer.
    answers, sys.stdout = sys.stdout, sys.stderr
    tool = import_module(module)
    text = Path(file).read_text(encoding="utf-8")
    tool.one_pass(text[:WARM_UP])
    print(json.dumps(version(tool.DISTRIBUTION)), file=answers, flush=True)
    for line in sys.stdin:
        part = text[: int(line)]
        start = time.process_time()
        tool.one_pass(part)
        print(json.dumps(time.process_time() - start), file=answers, flush=True)


if __name__ == "__main__":
    serve(*sys.argv[1:])
