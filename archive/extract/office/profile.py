"""Write the profile LibreOffice runs under: no macros, no links followed, nothing fetched, nothing asked."""

from __future__ import annotations

from pathlib import Path

_ROOT = "/org.openoffice.Office"
_SETTINGS: tuple[tuple[str, str, str], ...] = (
    # officecfg/registry/schema/org/openoffice/Office/Common.xcs, Writer.xcs, Calc.xcs
    (f"{_ROOT}.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_ROOT}.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_ROOT}.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{_ROOT}.Common/Security/Scripting", "DisableActiveContent", "true"),
    (f"{_ROOT}.Common/Security/Scripting", "DisablePythonRuntime", "true"),
    (f"{_ROOT}.Common/Security/Scripting", "DisableOLEAutomation", "true"),
    (f"{_ROOT}.Common/Misc", "FirstRun", "false"),
    (f"{_ROOT}.Common/Misc", "UseLocking", "false"),
    (f"{_ROOT}.Common/Save/Document", "CreateBackup", "false"),
    (f"{_ROOT}.Recovery/AutoSave", "Enabled", "false"),
    (f"{_ROOT}.Writer/Content/Update", "Link", "2"),
    (f"{_ROOT}.Calc/Content/Update", "Link", "2"),
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)


def write_profile(folder: Path) -> None:
    """Write a profile into a folder that is made."""
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(f"{_HEAD}{items}</oor:items>\n", encoding="utf-8")
