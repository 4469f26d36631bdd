"""Does the repository keep its promises about itself?"""

import tomllib
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_installed_instructor_is_not_the_ancient_one_that_an_unbounded_install_gives() -> None:
    assert Version(version("instructor")) >= Version("1.17")
    assert Version(version("openai")) >= Version("3")


def test_every_dependency_has_a_lower_bound() -> None:
    for line in PROJECT["dependencies"]:
        operators = {specifier.operator for specifier in Requirement(line).specifier}
        assert ">=" in operators, line


def test_every_dependency_is_in_the_lock() -> None:
    locked = {line.split("==")[0] for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()}
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    named = {Requirement(line).name.lower() for line in [*PROJECT["dependencies"], *extras]} - {"extract-toolkit"}

    assert named - locked == set()


def test_the_changelog_speaks_of_this_version() -> None:
    assert f"## {version('extract-toolkit')} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_five_documents_stand_under_their_own_names_with_gold_beside_them() -> None:
    seeds = {path.stem for path in (ROOT / "seeds").glob("*.txt")}

    assert len(seeds) == 5
    assert seeds == {path.stem for path in (ROOT / "gold").glob("*.jsonl")}
