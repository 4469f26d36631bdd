"""How many documents are run: a resumable directory with one row a document, and what it says about itself.

What makes a run is loaded when it is used, so that who reads one need not load what asks and checks.
"""

from typing import TYPE_CHECKING, Any

from extract.runs.directory import DOCUMENTS, FILES, RESULTS, read_documents, read_rows
from extract.runs.manifest import NAME as MANIFEST
from extract.runs.manifest import Manifest, Plan, read_manifest
from extract.runs.stops import Budget
from extract.runs.tally import Tally

if TYPE_CHECKING:
    from extract.runs.crew import Watch
    from extract.runs.rehearsal import Rehearsal, rehearse
    from extract.runs.running import (
        CONCURRENCY,
        RunSummary,
        check_names,
        directory_of,
        plan_of,
        run,
        run_documents,
        run_plan,
    )

__all__ = [
    "CONCURRENCY",
    "DOCUMENTS",
    "FILES",
    "MANIFEST",
    "RESULTS",
    "Budget",
    "Manifest",
    "Plan",
    "Rehearsal",
    "RunSummary",
    "Tally",
    "Watch",
    "check_names",
    "directory_of",
    "plan_of",
    "read_documents",
    "read_manifest",
    "read_rows",
    "rehearse",
    "run",
    "run_documents",
    "run_plan",
]

_REHEARSAL = ("Rehearsal", "rehearse")


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'extract.runs' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("extract.runs.rehearsal" if name in _REHEARSAL else "extract.runs.running"), name)
