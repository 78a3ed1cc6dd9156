"""A walk names every file once and says why it passes one over."""

import os
import subprocess
from pathlib import Path

from archive.ingest.errors import Reason
from archive.ingest.types import Found, Refused
from archive.ingest.walk import walk
from tests.memory import most_held


def told(*paths: Path, follow_symlinks: bool = False) -> list[tuple[str, str]]:
    """Return what a walk says, sorted: it goes as the file system lists."""
    return sorted(
        (item.name, item.refusal.reason_code.value if isinstance(item, Refused) else "found")
        for item in walk(paths, follow_symlinks=follow_symlinks)
    )


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")


def test_files_are_named_in_any_script(tmp_path: Path) -> None:
    make(tmp_path, "б/2.jpg", "a.jpg", "б/1.jpg", "ўзбек.pdf", "漢字.png")
    assert told(tmp_path) == [
        ("a.jpg", "found"), ("б/1.jpg", "found"), ("б/2.jpg", "found"), ("ўзбек.pdf", "found"), ("漢字.png", "found"),
    ]  # fmt: skip


def test_a_large_folder_is_never_listed_whole(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number}.jpg").touch()
    assert sum(1 for _ in walk([tmp_path])) == 3000

    def go_through() -> None:
        for _found in walk([tmp_path]):
            pass

    assert most_held(go_through, below=200_000) < 200_000, "a path takes some 300 bytes"


def test_hidden_and_system_files_are_passed_over_with_a_reason(tmp_path: Path) -> None:
    make(tmp_path, "Thumbs.db", ".DS_Store", "~$letter.docx", "__MACOSX/a.jpg", ".git/config", "kept.jpg")
    assert told(tmp_path) == [
        (".DS_Store", "system_file"), (".git", "system_file"), ("Thumbs.db", "system_file"),
        ("__MACOSX", "system_file"), ("kept.jpg", "found"), ("~$letter.docx", "system_file"),
    ]  # fmt: skip


def test_a_hidden_file_given_by_name_is_taken(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.jpg")
    assert told(tmp_path / ".hidden.jpg") == [(".hidden.jpg", "found")]


def test_symbolic_links_are_refused_unless_asked_for(tmp_path: Path) -> None:
    make(tmp_path, "in/real.jpg", "out/secret.jpg")
    (tmp_path / "in" / "link.jpg").symlink_to(tmp_path / "out" / "secret.jpg")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "out")
    assert told(tmp_path / "in") == [("folder", "symlink"), ("link.jpg", "symlink"), ("real.jpg", "found")]
    assert told(tmp_path / "in", follow_symlinks=True) == [
        ("folder/secret.jpg", "found"), ("link.jpg", "found"), ("real.jpg", "found"),
    ]  # fmt: skip


def test_a_link_in_a_circle_ends(tmp_path: Path) -> None:
    make(tmp_path, "a/x.jpg")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    assert told(tmp_path, follow_symlinks=True) == [("a/x.jpg", "found")]


def test_a_missing_path_and_a_pipe_are_refused_and_the_walk_goes_on(tmp_path: Path) -> None:
    make(tmp_path, "last.jpg")
    os.mkfifo(tmp_path / "a.pipe")
    assert told(tmp_path / "nothing.jpg", tmp_path) == [
        ("a.pipe", "system_file"), ("last.jpg", "found"), ("nothing.jpg", "missing"),
    ]  # fmt: skip


def test_a_name_that_is_not_utf8_is_found_and_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode("таможня.jpg".encode("cp1251"))).write_bytes(b"x")
    (item,) = walk([tmp_path])
    assert isinstance(item, Found)
    assert item.path.read_bytes() == b"x"
    assert item.name.encode("utf-8")
    assert item.name.endswith(".jpg")


def test_folders_may_be_nested_deeper_than_the_stack(tmp_path: Path) -> None:
    before = Path.cwd()
    (tmp_path / "deep").mkdir()
    os.chdir(tmp_path / "deep")
    try:
        for _ in range(1200):
            Path("d").mkdir()
            os.chdir("d")
        Path("x.jpg").write_bytes(b"x")
        assert [reason for _, reason in told(tmp_path)] == ["found"]
    finally:
        os.chdir(before)
        # pytest clears its folders by recursion and could not.
        subprocess.run(["rm", "-rf", str(tmp_path / "deep")], check=True)


def test_a_refusal_carries_a_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    (refused,) = walk([tmp_path / "nothing.jpg"])
    assert isinstance(refused, Refused)
    assert refused.refusal.reason_code is Reason.MISSING
    assert "Check the path" in str(refused.refusal)
