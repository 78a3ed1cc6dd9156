"""Print how long the page Work takes over a queue that remembers a million tasks and a hundred thousand failures.

Run in a data folder of its own: FONDS_DATA=/tmp/somewhere python -m bench.work_page
"""

from __future__ import annotations

import argparse
import os
import time

import django
from django.db import connection

PARKED = (
    '{"code": "page_unreadable", "message": "Page %(number)s is damaged and cannot be drawn.", "params": {"number": 3}}'
)
TABLE = "django_tasks_database_dbtaskresult"
INDICES = {
    "archive_tasks_by_state": "status, finished_at",
    "archive_tasks_by_queue": "status, queue_name, finished_at, enqueued_at",
    "archive_tasks_by_kind": "status, task_path, finished_at",
}
TASKS = f"""
INSERT INTO {TABLE} (id, status, enqueued_at, started_at, finished_at, args_kwargs, priority, task_path, worker_ids,
  queue_name, backend_name, run_after, exception_class_path, traceback)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)
SELECT lower(hex(randomblob(16))), %s, datetime('now', '-2 days', i || ' seconds'),
  datetime('now', '-1 days'), CASE %s WHEN 'READY' THEN NULL ELSE datetime('now', '-2 days', (i / 8) || ' seconds') END,
  '{{"args": [1, ' || i || '], "kwargs": {{}}}}', 0, 'archive.tasks.read', '["aa-bb"]', 'pages', 'default',
  datetime('now', '-2 days'), '', '' FROM n
"""  # noqa: S608 - our own table
PAGES = """
INSERT INTO archive_page (document_id, number, state, reason, attempts, claimed_by, width_px, height_px, rotation_deg,
  skew_deg, source, script, spelling, languages, quality_pct, models_used, text, raw_text, words, version,
  told_languages)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)
SELECT %s, i, 'parked', %s, 1, '', 0, 0, 0, 0, '', '', '', '[]', 0, '', '', '', x'', 0, '[]' FROM n
"""


def timed(label: str, call: object) -> None:
    """Print the best of three."""
    best = 9e9
    for _ in range(3):
        begun = time.perf_counter()
        call()  # type: ignore[operator]
        best = min(best, time.perf_counter() - begun)
    print(f"{label:32} {best * 1000:8.0f} ms")


def main() -> None:
    """Fill the queue, then ask for each list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--done", type=int, default=1_000_000)
    parser.add_argument("--waiting", type=int, default=100_000)
    parser.add_argument("--parked", type=int, default=100_000)
    order = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs loaded applications
    from django.test import Client  # noqa: PLC0415

    from archive.models import Document  # noqa: PLC0415
    from archive.operations.requeue_tasks import requeue_tasks  # noqa: PLC0415
    from catalog.models import User  # noqa: PLC0415

    call_command("prepare", "--without-demo")
    document = Document.objects.create(title="Long", sha256="0" * 64, file="none.pdf", page_count=order.parked)
    with connection.cursor() as cursor:
        for name in INDICES:
            cursor.execute(f"DROP INDEX IF EXISTS {name}")
        cursor.execute(TASKS, [order.done, "SUCCESSFUL", "SUCCESSFUL"])
        cursor.execute(TASKS, [order.waiting, "READY", "READY"])
        cursor.execute(PAGES, [order.parked, document.pk, PARKED])
        begun = time.perf_counter()
        for name, columns in INDICES.items():
            cursor.execute(f"CREATE INDEX {name} ON {TABLE} ({columns})")
        print(f"{'making the indices':32} {(time.perf_counter() - begun) * 1000:8.0f} ms")
    user, _ = User.objects.get_or_create(username="bench", defaults={"is_superuser": True, "is_staff": True})
    client = Client(headers={"HX-Request": "true", "Host": "127.0.0.1"})
    client.force_login(user)

    def ask(query: str) -> None:
        assert client.get(f"/admin/work/?{query}").status_code == 200  # noqa: S101 - a figure of an error is none

    for query in (
        "state=waiting", "state=waiting&p=100", "state=running", "state=done", "state=done&p=200",
        "state=done&kind=archive.tasks.prepare", "state=done&queue=media",
        "state=failed", "state=failed&source=page&code=page_unreadable",
    ):  # fmt: skip
        timed(query, lambda query=query: ask(query))
    timed("a beat's look for lost tasks", lambda: requeue_tasks(is_dead=lambda _worker: False))


if __name__ == "__main__":
    main()
