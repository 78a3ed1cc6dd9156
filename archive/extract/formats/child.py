"""Identify the files whose paths come on standard input, one JSON line each; run as a process, never imported.

Siegfried (https://www.itforarchivists.com/siegfried) holds the interpreter's lock while it reads, so it must not run
in a worker that has a lease to watch.
"""

from __future__ import annotations

import json
import sys

import pygfried


def main() -> None:
    """Answer each path in order; a file that cannot be read is answered with its error."""
    for line in sys.stdin:
        try:
            found = pygfried.identify(json.loads(line), detailed=True)
            said: dict[str, str] = {"error": found["files"][0]["errors"]}
            for match in found["files"][0]["matches"][:1]:
                said |= {key: str(value) for key, value in match.items()}
        except OSError as error:
            said = {"error": str(error)}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
