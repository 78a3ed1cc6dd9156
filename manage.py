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
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
