"""Lay out a folder with links, pipes, devices and nests that a careless walk would follow for ever."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

from archive.specimens.hostile import whole

_DEEP = 60
_NULL_DEVICE = os.makedev(1, 3)


def lay_out(folder: Path, outside: Path) -> dict[str, str]:
    """Fill a folder; return what becomes of each file by its path in it, as ``Case.outcome``.

    ``outside`` is a file out of the folder to which links lead. Devices are made where the process may.
    """
    folder.mkdir(parents=True, exist_ok=True)
    expected: dict[str, str] = {}
    (folder / "havola.jpg").symlink_to(outside)
    (folder / "uzilgan havola.jpg").symlink_to(folder / "yo'q.jpg")
    (folder / "o'ziga havola.jpg").symlink_to("o'ziga havola.jpg")
    (folder / "yuqoriga").symlink_to(folder.parent, target_is_directory=True)
    (folder / "ildiz").symlink_to("/", target_is_directory=True)
    expected |= dict.fromkeys(("havola.jpg", "uzilgan havola.jpg", "o'ziga havola.jpg", "yuqoriga", "ildiz"), "symlink")
    os.mkfifo(folder / "quvur.jpg")
    expected["quvur.jpg"] = "system_file"
    _bind_socket(folder)
    expected["rozetka.jpg"] = "system_file"
    if os.geteuid() == 0:
        os.mknod(folder / "qurilma.jpg", stat.S_IFCHR | 0o666, _NULL_DEVICE)
        expected["qurilma.jpg"] = "system_file"
    for name in (".yashirin.jpg", "Thumbs.db", "desktop.ini", "~$hisobot.docx"):
        (folder / name).write_bytes(b"1")
        expected[name] = "system_file"
    (folder / "birinchi.jpg").write_bytes(whole.picture("jpeg", 900))
    os.link(folder / "birinchi.jpg", folder / "ikkinchi.jpg")
    expected |= {"birinchi.jpg": "taken", "ikkinchi.jpg": "duplicate"}
    deep = folder
    for _ in range(_DEEP):
        deep = deep / "chuqur"
    deep.mkdir(parents=True)
    (deep / "tubida.jpg").write_bytes(whole.picture("jpeg", 901))
    expected[str((deep / "tubida.jpg").relative_to(folder))] = "taken"
    return expected


def _bind_socket(folder: Path) -> None:
    # By a name below the working folder's descriptor: a socket's whole path may have 107 bytes only.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(f"/proc/self/fd/{descriptor}/rozetka.jpg")
    finally:
        os.close(descriptor)
