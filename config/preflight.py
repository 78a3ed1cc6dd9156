"""Says in one sentence what keeps the site from starting, and waits until it answers."""

import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from config.environment import Environment, SettingError, read_environment

LEAST_FREE_MB = 500
WAIT_SECONDS = 90
CLUSTER_SECONDS = 3


def port_problem(bind: str, port: int) -> str:
    """Return why the address cannot be listened on, or an empty string."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server does it, so that a just closed site does not count as a taken port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
            probe.listen(1)
        except PermissionError:
            return f"port {port} needs root; choose one above 1023 with FONDS_PORT"
        except OSError as error:
            if error.errno == 98:
                return f"port {port} is in use by another program; choose another with FONDS_PORT={port + 1}"
            return f"the address {bind}:{port} cannot be listened on ({error.strerror}); see FONDS_BIND and FONDS_PORT"
    return ""


def disk_problem(environment: Environment) -> str:
    """Return why the data folder's disk will not do, or an empty string."""
    free_mb = shutil.disk_usage(environment.data).free // (1024 * 1024)
    if free_mb < LEAST_FREE_MB:
        return (
            f"the disk that holds {environment.data} has {free_mb} MB free and at least {LEAST_FREE_MB} are needed; "
            "make room or name another folder with FONDS_DATA"
        )
    return ""


def cluster_warning(environment: Environment) -> str:
    """Return that no host of the search cluster listens, or an empty string; the site starts all the same."""
    for host in environment.search_hosts:
        parts = urlsplit(host)
        try:
            socket.create_connection((parts.hostname or "", parts.port or 9200), timeout=CLUSTER_SECONDS).close()
        except OSError:
            continue
        return ""
    if not environment.search_hosts:
        return ""
    where = ", ".join(environment.search_hosts)
    return f"Elasticsearch at {where} does not answer; until it does, visitors can only browse titles"


def is_alive(process_id: int) -> bool:
    """Tell whether the process still runs."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_answering(environment: Environment, process_id: int) -> str:
    """Wait for the site's own answer; return what is wrong, or an empty string."""
    host = "127.0.0.1" if environment.bind in ("0.0.0.0", "::") else environment.bind  # noqa: S104
    url = f"http://{host}:{environment.port}/health/live/"
    request = urllib.request.Request(url, headers={"Host": environment.allowed_hosts[0]})
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - the address is our own
                return ""
        except urllib.error.HTTPError as error:
            # A redirect to https or a refused host is an answer as well.
            return "" if error.code < 500 else f"the site answers with {error.code}"
        except OSError:
            if not is_alive(process_id):
                return "the site stopped while starting; its last message above says why"
            time.sleep(0.1)
    return f"the site did not answer within {WAIT_SECONDS} seconds"


def main(arguments: list[str]) -> int:
    """Check, or with `--wait PID` wait; print one sentence and return 1 when something is wrong."""
    try:
        environment = read_environment()
    except SettingError as error:
        problem = str(error)
    else:
        if arguments[:1] == ["--wait"]:
            problem = wait_until_answering(environment, int(arguments[1]))
        else:
            problem = port_problem(environment.bind, environment.port) or disk_problem(environment)
            if warning := cluster_warning(environment):
                sys.stderr.write(f"fonds: {warning}.\n")
    if problem:
        sys.stderr.write(f"fonds: {problem.rstrip('.')}.\n")
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
