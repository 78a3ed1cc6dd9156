"""Production settings pass Django's own deployment check."""

import os
import subprocess
import sys
from pathlib import Path

from config.environment import PROJECT_DIR
from tests.patience import PATIENCE_SECONDS

PRODUCTION = {
    "FONDS_SITE_URL": "https://archive.example.org",
    "FONDS_SECRET_KEY": "kQ7vX2mN9pL4sT8wB3zR6yH1cF5jD0gA-kQ7vX2mN9pL4sT8wB3zR6yH1",
}


def check(tmp_path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    own = ("FONDS_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=PROJECT_DIR,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings", "FONDS_DATA": str(tmp_path), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def test_the_deployment_check_has_nothing_to_say_about_production_settings(tmp_path: Path) -> None:
    said = check(tmp_path, **PRODUCTION)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "no issues (0 silenced)" in said.stdout


def test_postgresql_s3_and_redis_pass_it_too(tmp_path: Path) -> None:
    grown = {
        "FONDS_DATABASE_URL": "postgres://fonds:secret@127.0.0.1:1/fonds",
        "FONDS_STORAGE": "s3://bucket/files",
        "FONDS_S3_ENDPOINT": "https://objects.example.org",
        "FONDS_S3_ACCESS_KEY": "key",
        "FONDS_S3_SECRET_KEY": "secret",
        "FONDS_QUEUE": "redis://127.0.0.1:1/0",
    }
    said = check(tmp_path, **PRODUCTION, **grown)
    assert said.returncode == 0, said.stdout + said.stderr
