"""Which files are read, under which ids."""

import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from extract.documents import check_ids, open_sources, read_sources
from extract.errors import DocumentError, DuplicateId
from extract.records import Document, Unreadable


def write(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"Words of {name}.", encoding="utf-8")
    return folder


def ids(*sources: str | Path) -> list[str]:
    return [one.id for one in read_sources([str(source) for source in sources])]


def test_a_single_file_has_its_name_without_suffix_as_id(tmp_path: Path) -> None:
    write(tmp_path, "a/report.v1.txt")
    [document] = read_sources([str(tmp_path / "a" / "report.v1.txt")])
    assert (document.id, document.source) == ("report.v1", (tmp_path / "a/report.v1.txt").as_posix())


def test_a_folder_is_read_recursively_sorted_and_without_hidden_or_unknown_files(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.md", "a/y.TXT", ".hidden.txt", ".git/c.txt", "picture.png", "noext")
    assert ids(tmp_path) == ["a/y", "a/z", "b"]


def test_a_glob_is_expanded_with_ids_below_its_fixed_part(tmp_path: Path) -> None:
    write(tmp_path, "docs/a/x.txt", "docs/b/x.txt", "docs/b/y.md", "docs/.h/x.txt", "docs/top.txt")
    assert ids(tmp_path / "docs/*/x.txt") == ["a/x", "b/x"]
    assert ids(tmp_path / "docs/**/*.txt") == ["a/x", "b/x", "top"]
    assert ids(tmp_path / "docs/*") == ["a/x", "b/x", "b/y", "top"]
    assert ids(tmp_path / "docs/**") == ["a/x", "b/x", "b/y", "top"]


@pytest.mark.parametrize(("pattern", "expected"), [("*.log", ["app"]), ("*", ["notes"]), ("[an]*.txt", ["notes"])])
def test_a_glob_reads_unknown_suffixes_only_if_it_names_them(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    write(tmp_path, "app.log", "notes.txt")
    assert ids(tmp_path / pattern) == expected


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    write(tmp_path, "a[1].txt", "a1.txt")
    assert ids(tmp_path / "a[1].txt") == ["a[1]"]


def test_a_named_file_of_unknown_suffix_is_read_as_text(tmp_path: Path) -> None:
    write(tmp_path, "README")
    [document] = read_sources([str(tmp_path / "README")])
    assert isinstance(document, Document)
    assert document.text == "Words of README."


@pytest.mark.parametrize("source", ["", "nowhere", "nowhere/*.txt", "empty", "empty/*", "a\0b", "**/nothing/*.txt"])
def test_a_source_that_stands_for_nothing_is_an_error_that_names_it(tmp_path: Path, source: str) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path, "good.txt")
    with pytest.raises(DocumentError) as error:
        open_sources([str(tmp_path / "good.txt"), source and os.path.join(tmp_path, source)])
    assert repr(source)[1:-1].strip("'") in str(error.value)


def test_two_documents_with_one_id_stop_before_anything_is_given(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "a.md")
    with pytest.raises(DuplicateId) as error:
        read_sources([str(tmp_path)])
    assert "a.md" in str(error.value)
    assert "a.txt" in str(error.value)


def test_an_unreadable_file_takes_part_in_the_check_of_ids(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "a.md").write_bytes(b"\0")
    with pytest.raises(DuplicateId):
        read_sources([str(tmp_path)])


def test_a_file_that_is_named_twice_is_a_duplicate(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    with pytest.raises(DuplicateId):
        read_sources([str(tmp_path), str(tmp_path / "a.txt")])
    with pytest.raises(DuplicateId):
        read_sources(["-", "-"], stdin=io.BytesIO(b"Words."))


def test_ids_are_known_before_texts_are_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    (tmp_path / "c.jsonl").write_text('{"id": 7, "text": "Seven."}\n{broken\n', encoding="utf-8")
    documents = open_sources([str(tmp_path)])
    assert [id for id, _ in documents.ids] == ["a", "b", "7", "c:2"]
    assert len(documents) == 4
    assert [(one.id, one.source) for one in documents] == list(documents.ids)
    assert list(documents) == list(documents)


def test_check_ids_gives_back_what_it_was_given() -> None:
    pairs = [("a", "x"), ("b", "y")]
    assert check_ids(iter(pairs)) == tuple(pairs)


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt", "b/y.txt")
    for folder in ("a", "b"):
        for number in range(3):
            (tmp_path / folder / f"loop{number}").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    found = list(read_sources([str(tmp_path)]))
    assert [one.id for one in found] == ["a/x", "b/y", "self"]
    assert isinstance(found[2], Unreadable)
    assert ids(tmp_path / "**" / "*.txt") == ["a/x", "b/y", "self"]


def test_a_linked_folder_is_read_once_under_its_own_name(tmp_path: Path) -> None:
    write(tmp_path, "z/x.txt")
    write(tmp_path.parent / f"{tmp_path.name}-elsewhere", "y.txt")
    (tmp_path / "a").symlink_to(tmp_path / "z", target_is_directory=True)
    (tmp_path / "b").symlink_to(tmp_path.parent / f"{tmp_path.name}-elsewhere", target_is_directory=True)
    assert ids(tmp_path) == ["b/y", "z/x"]


def test_a_broken_link_is_a_row_that_says_why(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    [by_name] = read_sources([str(tmp_path / "gone.txt")])
    [by_folder] = read_sources([str(tmp_path)])
    assert by_name == by_folder
    assert isinstance(by_name, Unreadable)
    assert (by_name.kind, by_name.message) == ("unreadable", "No such file or directory")


def test_a_broken_link_to_a_table_is_a_row(tmp_path: Path) -> None:
    (tmp_path / "gone.jsonl").symlink_to(tmp_path / "nowhere.jsonl")
    [one] = read_sources([str(tmp_path)])
    assert isinstance(one, Unreadable)
    assert (one.id, one.kind) == ("gone", "unreadable")


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path, "text.txt")
    pipe, text = read_sources([str(tmp_path)])
    assert isinstance(pipe, Unreadable)
    assert pipe.kind == "unreadable"
    assert "pipe" in pipe.message
    assert isinstance(text, Document)
    [device] = read_sources(["/dev/zero"])
    assert isinstance(device, Unreadable)


def test_a_folder_too_deep_to_list_is_a_row(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    deep = "import os\nfor _ in range(20):\n    os.mkdir('d' * 250)\n    os.chdir('d' * 250)\n"
    subprocess.run([sys.executable, "-c", deep], cwd=tmp_path, check=True)
    first, *others = read_sources([str(tmp_path)])
    assert first.id == "a"
    assert [(type(one), one.kind) for one in others if isinstance(one, Unreadable)] == [(Unreadable, "unreadable")]


def test_a_file_name_that_is_no_unicode_gets_an_id_that_can_be_written(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as stream:
        stream.write(b"Words.")
    [document] = read_sources([str(tmp_path)])
    assert document.id == "caf\\xe9"
    document.source.encode("utf-8")


def test_stdin_is_text_with_the_id_stdin() -> None:
    [document] = read_sources(["-"], stdin=io.BytesIO("A café opened.".encode()))
    assert isinstance(document, Document)
    assert (document.id, document.source, document.text) == ("stdin", "stdin", "A café opened.")


def test_stdin_is_json_lines_if_it_begins_with_an_object() -> None:
    data = b'\xef\xbb\xbf{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\nno record\n'
    found = list(read_sources(["-"], stdin=io.BytesIO(data)))
    assert [(one.id, one.source) for one in found] == [("a", "stdin:1"), ("b", "stdin:2"), ("stdin:3", "stdin:3")]


def test_a_pipe_on_stdin_is_read_although_it_cannot_be_wound_back() -> None:
    data = b'{"id": "a", "text": "One."}\n' * 1 + b'{"id": "b", "text": "Two."}\n' * 1
    reading, writing = os.pipe()
    with open(reading, "rb") as stream, open(writing, "wb") as sink:
        thread = threading.Thread(target=lambda: (sink.write(data), sink.close()))
        thread.start()
        documents = open_sources(["-"], stdin=stream)
        thread.join()
    assert [one.id for one in documents] == ["a", "b"]
    assert [one.id for one in documents] == ["a", "b"]


@pytest.mark.parametrize(("data", "kind"), [(b"", "empty"), (b"\0\1", "binary")])
def test_stdin_without_text_is_a_row(data: bytes, kind: str) -> None:
    [one] = read_sources(["-"], stdin=io.BytesIO(data))
    assert isinstance(one, Unreadable)
    assert (one.id, one.kind) == ("stdin", kind)


def test_control_characters_in_a_file_name_are_spelled_out(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31mred\n.txt").write_text("Output rose.", encoding="utf-8")

    (document,) = read_sources([str(tmp_path)])

    assert document.id == "a\\x1b[31mred\\n"
    assert document.source.endswith("a\\x1b[31mred\\n.txt")
