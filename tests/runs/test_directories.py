"""Which directories a run refuses, and what can be read of one."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from toy_runs import GREEK, PROMPT, WORDS, Asked, document, ids, plan_for, run_all

from extract.errors import RunError
from extract.models import Model
from extract.runs import read_documents, read_manifest, read_rows
from extract.runs.directory import opened
from extract.runs.manifest import manifest_of
from extract.schema import ClaimsAndFigures
from extract.settings import DEFAULT


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"model": Model("other", "another toy", Asked())}, "model: toy -> other"),
        ({"model": Model("toy", "a toy", Asked(), version="2")}, "model: toy -> toy 2"),
        (
            {"response_model": ClaimsAndFigures},
            r"schema: \S+:Sentences \w{12} -> extract.schema:ClaimsAndFigures \w{12}",
        ),
        ({"settings": replace(DEFAULT, reasks=0, near_places=5)}, "near_places: 3 -> 5; reasks: 1 -> 0"),
    ],
)
def test_a_run_of_another_kind_is_refused_and_the_difference_named(
    tmp_path: Path, change: dict[str, Any], told: str
) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    before = (tmp_path / "r" / "run.json").read_bytes()
    with pytest.raises(RunError, match=rf"run of another kind \({told}\); name another directory with --out"):
        run_all(GREEK, tmp_path / "r", Asked(), **change)
    assert (tmp_path / "r" / "run.json").read_bytes() == before


def test_a_changed_prompt_is_refused(tmp_path: Path) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    with pytest.raises(RunError, match=rf"prompt: {PROMPT.label} -> first-words@0123"):
        run_all(GREEK, tmp_path / "r", Asked(), prompt=replace(PROMPT, fingerprint="0123"))


def test_a_larger_limit_for_files_is_no_run_of_another_kind(tmp_path: Path) -> None:
    run_all(GREEK, tmp_path / "r", Asked())
    summary = run_all(GREEK, tmp_path / "r", Asked(), settings=replace(DEFAULT, max_bytes=7))
    assert summary.tally.kept == len(GREEK)
    assert read_manifest(tmp_path / "r").settings["max_bytes"] == 7


def test_a_directory_with_other_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("do not touch")
    with pytest.raises(RunError, match=r"holds thesis.txt but no run.json"):
        run_all(GREEK, tmp_path, Asked())
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_the_place_of_the_directory_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("a file")
    with pytest.raises(RunError, match=r"r cannot be written \(.*File exists"):
        run_all(GREEK, tmp_path / "r", Asked())


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".run.json.x1.tmp").write_text("{")
    (tmp_path / ".lock").write_text("")
    run_all(GREEK, tmp_path, Asked())
    assert sorted(one.name for one in tmp_path.iterdir()) == [".lock", "documents.jsonl", "results.jsonl", "run.json"]


def test_two_runs_cannot_have_one_directory(tmp_path: Path) -> None:
    with opened(tmp_path, manifest_of(plan_for(Asked()), "now"), ()), pytest.raises(RunError, match="in use"):
        run_all(GREEK, tmp_path, Asked())
    run_all(GREEK, tmp_path, Asked())
    assert ids(tmp_path) == WORDS


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "is not a manifest"),
        ("[]", "is not a manifest"),
        ("{}", "is not a manifest"),
        ('{"format": 1}', "is not a manifest"),
        ('{"format": 2}', "has format 2, this toolkit reads 1"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_an_error(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(RunError, match=told):
        read_manifest(tmp_path)


def test_a_directory_without_a_run_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"holds no run"):
        list(read_rows(tmp_path))


def test_a_file_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match=r"file holds no run"):
        read_manifest(tmp_path / "file")


def test_a_run_that_has_not_written_a_row_yet_has_none(tmp_path: Path) -> None:
    with opened(tmp_path, manifest_of(plan_for(Asked()), "now"), ()):
        pass
    for name in ("results.jsonl", "documents.jsonl"):
        (tmp_path / name).unlink()
    assert (list(read_rows(tmp_path)), list(read_documents(tmp_path))) == ([], [])


@pytest.mark.parametrize(("name", "read"), [("results.jsonl", read_rows), ("documents.jsonl", read_documents)])
def test_two_lines_about_one_document_in_a_complete_run_are_an_error(tmp_path: Path, name: str, read: Any) -> None:
    run_all(GREEK[:2], tmp_path, Asked())
    first = (tmp_path / name).read_bytes().splitlines(keepends=True)[0]
    with (tmp_path / name).open("ab") as file:
        file.write(first)
    with pytest.raises(RunError, match=rf"{name}:1 and :3 are both about document 'alpha'; delete one of them"):
        list(read(tmp_path))


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let this process write no file beyond that size, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_ends_the_run_with_whole_lines(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="cannot be written"), largest_file(100_000):
        run_all((document(f"d{n}", "word " * 3_000) for n in range(20)), tmp_path / "r", Asked())
    assert 0 < len(ids(tmp_path / "r")) < 20
    run_all((document(f"d{n}", "word " * 3_000) for n in range(20)), tmp_path / "r", Asked())
    assert len(ids(tmp_path / "r")) == 20
