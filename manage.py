#!/usr/bin/env python3
"""Runs one management command of Fonds."""

import os
import sys


def main() -> None:
    """Read the environment, then hand over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.environment import SettingError, read_environment

    try:
        read_environment()
    except SettingError as error:
        sys.exit(f"manage.py: {error}")
    import django
    from django.core.management import execute_from_command_line

    from config.memory import begin_loading, settle_memory

    begin_loading()
    django.setup()
    settle_memory()
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
