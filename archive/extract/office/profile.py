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
_FONTS = {
    # Drawn in a face that lacks қ, ғ, ҳ, ʻ, a word falls apart: those letters come from another face, after the line.
    "Tinos": ("Times New Roman", "Times", "Liberation Serif", "Thorndale", "Nimbus Roman"),
    "Arimo": ("Arial", "Helvetica", "Liberation Sans", "Albany", "Nimbus Sans"),
    "Cousine": ("Courier New", "Courier", "Liberation Mono", "Cumberland", "Consolas"),
    "Noto Sans": ("Calibri", "Calibri Light", "Carlito", "Segoe UI", "Trebuchet MS", "Open Sans", "Arial Narrow"),
    "Noto Serif": ("Cambria", "Caladea", "Georgia", "Garamond", "Book Antiqua", "Palatino Linotype", "PT Astra Serif"),
    "DejaVu Sans": ("Tahoma", "Verdana"),
}
"""The faces with all letters of our languages, and what they are drawn for; the first three have the same widths."""
_TABLE = "/org.openoffice.Office.Common/Font/Substitution"
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
    content = f"{_HEAD}{items}{_substitutions()}</oor:items>\n"
    (user / "registrymodifications.xcu").write_text(content, encoding="utf-8")


def _substitutions() -> str:
    """Return the table by which faces are replaced wherever they are asked for."""
    pairs = [(old, new) for new, names in _FONTS.items() for old in names]
    rows = "".join(
        f'<item oor:path="{_TABLE}/FontPairs"><node oor:name="_{number}" oor:op="replace">'
        f'<prop oor:name="ReplaceFont"><value>{old}</value></prop>'
        f'<prop oor:name="SubstituteFont"><value>{new}</value></prop>'
        '<prop oor:name="Always"><value>true</value></prop><prop oor:name="OnScreenOnly"><value>false</value></prop>'
        "</node></item>\n"
        for number, (old, new) in enumerate(pairs)
    )
    switch = '<prop oor:name="Replacement" oor:op="fuse"><value>true</value></prop>'
    return f'<item oor:path="{_TABLE}">{switch}</item>\n{rows}'
