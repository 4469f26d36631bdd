"""What a run says about itself: everything that shaped its rows, and what came of it."""

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

import extract
from extract import jsonl
from extract.errors import RunError
from extract.models import Model
from extract.prompts import Prompt
from extract.runs.stops import Budget
from extract.settings import Settings
from extract.wire import schema_hash, wire_schema

if TYPE_CHECKING:
    from extract.pipeline import Task

FORMAT = 1
NAME = "run.json"
_PACKAGES = ("pydantic", "rapidfuzz")
_NOT_OF_THE_ROWS = ("max_bytes",)  # decides which files are read, not what a row says of one


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run over the documents."""

    prompt: Prompt
    response_model: type[BaseModel]
    model: Model
    settings: Settings
    sources: tuple[str, ...] = ()
    """As they were named, for the manifest."""
    budget: Budget = field(default_factory=Budget)

    def task(self) -> "Task":
        """Return what is asked of each document."""
        from extract.pipeline import Task  # here, because who reads a run asks nothing

        model = self.model
        return Task(self.prompt, self.response_model, model.ask, model.name, self.settings, model.settle)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of run.json, in its key order."""

    created: str
    prompt: Mapping[str, str]
    model: Mapping[str, Any]
    response_model: Mapping[str, Any]
    settings: Mapping[str, Any]
    versions: Mapping[str, str]
    sources: Sequence[str]
    complete: bool = False
    finished: str | None = None
    seconds: float = 0.0
    """Wall clock of the sittings that ended in order, added up."""
    earlier_versions: Sequence[Mapping[str, str]] = ()
    """Of sittings whose rows were kept, where they differ from `versions`."""
    results: Mapping[str, Any] = field(default_factory=dict)
    """The counts, see `Tally`; empty until a sitting has ended in order."""


def manifest_of(plan: Plan, created: str) -> Manifest:
    """Return the manifest of a run that is about to start."""
    model = plan.response_model
    return Manifest(
        created=created,
        prompt={"name": plan.prompt.name, "fingerprint": plan.prompt.fingerprint, "text": plan.prompt.text},
        model=_model_of(plan.model),
        response_model={
            "name": f"{model.__module__}:{model.__qualname__}",
            "hash": schema_hash(model),
            "json_schema": wire_schema(model),
        },
        settings=asdict(plan.settings),
        versions=_versions(plan.model.packages),
        sources=plan.sources,
    )


def _model_of(model: Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "version": model.version,
        "description": model.description,
        "base_url": model.base_url,
        "settings": dict(model.settings),
    }


def _versions(packages: Sequence[str]) -> dict[str, str]:
    from importlib.metadata import version  # here, because looking packages up costs a sixth of a start

    named = {name: version(name) for name in sorted((*_PACKAGES, *packages))}
    return {"extract-toolkit": extract.__version__, "python": platform.python_version(), **named}


def resumed(old: Manifest, new: Manifest, directory: Path) -> Manifest:
    """Return the manifest of a run that goes on where `old` stopped.

    Raises `RunError` that names what differs where rows of the two would not be of one kind.
    """
    differences = [f"{name}: {before} -> {after}" for name, before, after in _differences(old, new)]
    if differences:
        raise RunError(
            f"{directory} holds a run of another kind ({'; '.join(differences)}); name another directory with --out"
        )
    earlier = [dict(one) for one in old.earlier_versions]
    if dict(old.versions) != dict(new.versions) and dict(old.versions) not in earlier:
        earlier.append(dict(old.versions))
    return replace(new, created=old.created, seconds=old.seconds, earlier_versions=earlier, results=old.results)


def _differences(old: Manifest, new: Manifest) -> list[tuple[str, Any, Any]]:
    """Return what shaped the rows and is not the same: its name, then and now."""
    then, now = _shaping(old), _shaping(new)
    return [
        (name, then.get(name, "not set"), now.get(name, "not set"))
        for name in {**then, **now}
        if then.get(name) != now.get(name)
    ]


def _shaping(manifest: Manifest) -> dict[str, Any]:
    prompt, model = manifest.prompt, manifest.response_model
    return {
        "prompt": f"{prompt['name']}@{prompt['fingerprint'][:12]}",
        "model": " ".join(filter(None, (manifest.model["name"], manifest.model["version"]))),
        "schema": f"{model['name']} {model['hash'][:12]}",
        **manifest.model["settings"],
        **{name: value for name, value in manifest.settings.items() if name not in _NOT_OF_THE_ROWS},
    }


def write_manifest(directory: Path, manifest: Manifest) -> None:
    """Put the manifest in place at once."""
    text = json.dumps({"format": FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=2, allow_nan=False)
    jsonl.replace(directory / NAME, [text.encode("utf-8", "backslashreplace") + b"\n"])


def read_manifest(directory: Path) -> Manifest:
    """Return the manifest of a run directory; `RunError` where there is none that this toolkit can read."""
    path = directory / NAME
    try:
        record = json.loads(path.read_bytes())
        written_as = record.pop("format")
        if written_as != FORMAT:
            raise RunError(
                f"{path} has format {written_as}, this toolkit reads {FORMAT}; use the toolkit that wrote it"
            )
        return Manifest(**record)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RunError(
            f"{directory} holds no run ({NAME} is missing); name a directory that `extract run` wrote"
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise RunError(f"{path} is not a manifest ({error}); restore it, or run into another directory") from error
