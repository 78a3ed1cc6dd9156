"""Read the light markup in which specimen texts are written down.

One block a paragraph, blocks parted by an empty line; the first sign tells the style::

    # title     ## heading     = centered     > right     --- rule     === page break
    : kept lines (each line of the block starts with ``: ``)
    | first cell | second cell (each line is a table row)
"""

from __future__ import annotations

import re

from archive.specimens.types import Block, Style

_PREFIXES = (("## ", Style.HEADING), ("# ", Style.TITLE), ("= ", Style.CENTERED), ("> ", Style.RIGHT))


def blocks_of(markup: str) -> tuple[Block, ...]:
    """Return the blocks of a text in the markup above, in order."""
    found: list[Block] = []
    for chunk in re.split(r"\n\s*\n", markup.strip()):
        found.extend(_blocks_of_chunk([line.strip() for line in chunk.strip().splitlines()]))
    return tuple(found)


def _blocks_of_chunk(lines: list[str]) -> list[Block]:
    first = lines[0]
    if first == "---":
        return [Block("", Style.RULE)]
    if first == "===":
        return [Block("", Style.PAGE_BREAK)]
    if first.startswith(": "):
        return [Block("\n".join(line.removeprefix(":").strip() for line in lines), Style.LINES)]
    if first.startswith("|"):
        return [Block(line.strip("| "), Style.ROW) for line in lines]
    for prefix, style in _PREFIXES:
        if first.startswith(prefix):
            kept = "\n".join(line.removeprefix(prefix.strip()).strip() for line in lines)
            return [Block(kept, style)]
    return [Block(" ".join(lines), Style.BODY)]
