"""What may a request that writes say? JSON of known keys and types, and nothing else."""

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extract import jsonl
from extract.errors import RecordError, UsageError
from extract.review import Cause
from extract.review_page.sides import Choice

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
Words = Annotated[str, Field(max_length=10_000)]
Query = Annotated[str, Field(max_length=8_000)]


class Body(BaseModel):
    """Of every write: the id that its event will have, so that one that is sent twice is one, and where one was."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    event: Id
    query: Query = ""


class Seen(BaseModel):
    """An item with the version of it that was shown."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    item: Id
    seen: Words | None = None


class DecideBody(Seen, Body):
    """A verdict on one item."""

    verdict: Choice
    final: dict[str, str | int | None] | None = None
    """What was typed in the form, with the place."""
    causes: list[Cause] = []
    note: Words = ""


class AlikeBody(Body):
    """A verdict on items that differ in the same way; `first` is what the first of them shows as A."""

    items: list[Seen] = Field(min_length=1)
    count: int
    """How many they are, as the reviewer typed it."""
    verdict: Literal["first", "second", "both", "neither", "skip"]


class RemarkBody(Body):
    """Words that decide nothing."""

    item: Id
    type: Literal["comment", "flag"]
    note: Words = ""


class ChangeBody(Body):
    """An event to take back or to bring back; the last one if none is named."""

    target: Words | None = None
    item: Id | None = None
    """What is shown, to be shown again where there is nothing to take back."""


Read = TypeVar("Read", bound=BaseModel)


def read(body: bytes, kind: type[Read]) -> Read:
    """Return what a request says; `UsageError` names the key that is wrong, and nothing of the value."""
    try:
        return kind.model_validate(jsonl.loads(body, "the request", jsonl.unrepeated))
    except RecordError as error:
        raise UsageError("the request is not one JSON object in UTF-8 whose keys stand once each") from error
    except ValidationError as error:
        known = {*kind.model_fields, "item", "seen"}
        place = next((str(part) for part in error.errors()[0]["loc"] if part in known), "")
        raise UsageError(f"the request has a key too many or none that fits for {place!r}; reload the page") from error
