"""How many documents are run: a resumable directory with one row a document, and what it says about itself."""

from extract.runs.directory import DOCUMENTS, FILES, RESULTS, read_documents, read_rows
from extract.runs.manifest import NAME as MANIFEST
from extract.runs.manifest import Manifest, Plan, read_manifest
from extract.runs.rehearsal import Rehearsal, rehearse
from extract.runs.running import (
    CONCURRENCY,
    RunSummary,
    Watch,
    check_names,
    directory_of,
    plan_of,
    run,
    run_documents,
    run_plan,
)
from extract.runs.stops import Budget
from extract.runs.tally import Tally

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
