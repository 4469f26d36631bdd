"""What becomes of the decisions of two people on two branches of git, merged as the manual says?"""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from toy_gold import World
from toy_review import apply, decide, files_of, found

from extract.errors import RecordError
from extract.review import LOG, Change, DecisionsLog, Event, agreement, disputed, read_log

ROOT = Path(__file__).parent.parent.parent
LINE = f"gold/{LOG} merge=union"
"""What the manual says belongs in `.gitattributes`."""
MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git here")


def toy() -> World:
    """Three figures with wrong values."""
    world = World()
    for number in range(3):
        world.run["figures"][number]["value"] = str(number)
    return world


ONE, TWO, THREE = found(toy())


def git(folder: Path, *arguments: str) -> int:
    named = ("-c", "user.name=toy", "-c", "user.email=toy@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *named, *arguments], cwd=folder, capture_output=True, check=False).returncode


def kept(folder: Path, *events: Event) -> None:
    """Record the events and commit the log."""
    with DecisionsLog(folder / "gold" / LOG) as log:
        for event in events:
            log.record(event)
    assert git(folder, "add", "-A") == git(folder, "commit", "-m", "decisions") == 0


def branched(folder: Path, attributes: str = LINE) -> Path:
    """Return a project in which ana and ben decided the same pair on a branch each, and another one besides."""
    folder.mkdir()
    assert git(folder, "init", "-b", "main") == 0
    (folder / ".gitattributes").write_text(f"{attributes}\n", encoding="utf-8")
    kept(folder, decide(ONE, "run", "e-0"))
    git(folder, "checkout", "-b", "ben")
    kept(folder, decide(TWO, "both", "e-b1", by="ben"), decide(THREE, "run", "e-b2", by="ben"))
    git(folder, "checkout", "-b", "ana", "main")
    kept(folder, Change("e-a1", "", "ana", "undo", "e-0"), decide(TWO, "run", "e-a2", by="ana"))
    return folder


def events(folder: Path) -> list[str]:
    """Return the ids of all lines."""
    return [line.split(b'"event": "')[1].split(b'"')[0].decode() for line in lines(folder)]


def lines(folder: Path) -> list[bytes]:
    return (folder / "gold" / LOG).read_bytes().splitlines()


def written(folder: Path, content: Iterable[bytes]) -> None:
    (folder / "gold" / LOG).write_bytes(b"".join(line + b"\n" for line in content))


def test_the_manual_and_our_own_gold_have_the_line_that_merges_logs() -> None:
    assert f"`{LINE}`" in (ROOT / "docs" / "reviewing.md").read_text(encoding="utf-8")
    assert LINE in (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()


def test_a_merged_log_has_the_events_of_both_branches_each_in_its_order_and_the_merged_one_last(tmp_path: Path) -> None:
    project = branched(tmp_path / "project")
    assert git(project, "merge", "ben") == 0
    assert events(project) == ["e-0", "e-a1", "e-a2", "e-b1", "e-b2"]
    state, torn = read_log(project / "gold" / LOG)
    assert (len(state.events), torn, state.decision_on(ONE.id)) == (5, None, None)


@pytest.mark.parametrize(("into", "merged", "holds"), [("ana", "ben", "e-b1"), ("ben", "ana", "e-a2")])
def test_of_two_decisions_on_one_item_that_of_the_merged_branch_holds_and_the_item_is_disputed(
    tmp_path: Path, into: str, merged: str, holds: str
) -> None:
    project = branched(tmp_path / "project")
    git(project, "checkout", into)
    assert git(project, "merge", merged) == 0
    state, _ = read_log(project / "gold" / LOG)
    held = state.decision_on(TWO.id)
    assert held is not None
    assert (held.event, disputed(state, state.item(TWO.id))) == (holds, True)
    assert (agreement(state).numerator, agreement(state).denominator) == (0, 1)
    assert len(apply(state, files_of(toy())).changed) == 2


def test_branches_that_took_each_other_in_before_have_every_event_once(tmp_path: Path) -> None:
    project = branched(tmp_path / "project")
    git(project, "tag", "before")
    git(project, "merge", "ben")
    kept(project, Change("e-a3", "", "ana", "undo", "e-a2"))
    git(project, "checkout", "ben")
    git(project, "merge", "before")
    kept(project, decide(ONE, "both", "e-b3", by="ben", seen="e-a1"))
    assert git(project, "merge", "ana") == 0
    state, _ = read_log(project / "gold" / LOG)
    assert set(state.events) == {"e-0", "e-a1", "e-a2", "e-a3", "e-b1", "e-b2", "e-b3"}
    assert [state.item(one.id).decisions for one in (ONE, TWO, THREE)] == [("e-b3",), ("e-b1",), ("e-b2",)]


def test_a_line_that_stands_twice_counts_where_it_stands_first(tmp_path: Path) -> None:
    project = branched(tmp_path / "project")
    git(project, "merge", "ben")
    before, _ = read_log(project / "gold" / LOG)
    written(project, [*lines(project), *lines(project)[:3]])
    assert read_log(project / "gold" / LOG)[0] == before


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_without_the_line_git_leaves_marks_that_are_told_and_without_them_the_log_is_the_same(
    tmp_path: Path, style: str
) -> None:
    project, other = branched(tmp_path / "project", "# nothing"), branched(tmp_path / "other")
    assert git(project, "-c", f"merge.conflictStyle={style}", "merge", "ben") == 1
    assert all(f"`{mark.decode()}`" in (ROOT / "docs" / "reviewing.md").read_text("utf-8") for mark in MARKERS)
    with pytest.raises(RecordError, match=r"decisions\.jsonl:2: not a line of JSON .* mend or delete the line"):
        read_log(project / "gold" / LOG)
    written(project, [line for line in lines(project) if not line.startswith(MARKERS)])
    git(other, "merge", "ben")
    assert lines(project) == lines(other)
