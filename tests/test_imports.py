"""What starting up must not load: network libraries take seconds that `--help` and the rule model never need."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import extract

ROOT = Path(__file__).parent.parent
HEAVY = {"openai", "instructor", "numpy", "aiohttp", "httpx", "httpx2", "tenacity", "diskcache", "trafilatura", "pypdf"}
HEAVY |= {"starlette", "uvicorn"}


def modules_loaded_by(*arguments: str, cwd: Path) -> set[str]:
    """Return the top-level modules that a fresh Python loads, as it reports them itself."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=cwd,
        env=environment,
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in lines}


def test_importing_the_package_loads_next_to_nothing(tmp_path: Path) -> None:
    loaded = modules_loaded_by("-c", "import extract", cwd=tmp_path)
    assert "extract" in loaded
    assert not loaded & {*HEAVY, "pydantic", "click", "rich", "asyncio"}


def test_every_public_name_loads_no_network_library(tmp_path: Path) -> None:
    loaded = modules_loaded_by("-c", "from extract import *", cwd=tmp_path)
    assert "pydantic" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"], ["review", "--help"]])
def test_help_loads_neither_models_nor_the_network(tmp_path: Path, arguments: list[str]) -> None:
    loaded = modules_loaded_by("-m", "extract", *arguments, cwd=tmp_path)
    assert "click" in loaded
    assert not loaded & {*HEAVY, "pydantic", "rich", "asyncio"}


def test_a_run_with_the_rule_model_loads_no_network_library(tmp_path: Path) -> None:
    loaded = modules_loaded_by("-m", "extract", "run", str(ROOT / "seeds"), cwd=tmp_path)
    assert "pydantic" in loaded
    assert not loaded & {*HEAVY, "json_repair", "charset_normalizer"}, "loaded for what the seeds have none of"


def test_the_public_names_are_those_that_are_announced() -> None:
    assert sorted(extract.__all__) == sorted(dir(extract))
    homes = {name: module for module, names in extract._HOMES.items() for name in names}
    assert sorted([*homes, "__version__"]) == sorted(extract.__all__)
    for name, home in homes.items():
        assert getattr(extract, name) is getattr(import_module(home), name)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Frobnicate'"):
        extract.Frobnicate  # noqa: B018


def test_what_reads_a_run_loads_nothing_that_makes_one(tmp_path: Path) -> None:
    making = {"extract.pipeline", "extract.documents", "extract.answers", "extract.rules.claims", "numpy", "rich"}
    code = f"import sys, extract.evaluation.reviewing; assert not {making!r} & sys.modules.keys()"
    modules_loaded_by("-c", code, cwd=tmp_path)


def test_the_names_of_runs_are_those_that_are_announced() -> None:
    runs = import_module("extract.runs")
    assert all(hasattr(runs, name) for name in runs.__all__)
    with pytest.raises(AttributeError, match="no attribute 'frobnicate'"):
        runs.frobnicate  # noqa: B018
