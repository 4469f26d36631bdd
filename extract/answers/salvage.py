"""What items an answer gives: each is judged on its own, so that one bad item never costs the good ones.

An item is as the model gave it or it is a problem; nothing is completed, converted or guessed. Fields that an item
may leave out get their defaults. Validators of the root as a whole are not run: they would judge all items at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, TypeAdapter

from extract.answers.fitting import Unfit, all_fitted, fitted, in_words
from extract.answers.ladder import Reading, Root, read
from extract.answers.strict_json import NotANumber, RepeatedKeys
from extract.records import Problem
from extract.schema import Item
from extract.shape import carried_fields, field_names, item_types

BEGINNING = 200
"""Characters of an unreadable answer that its problem repeats."""
LEFT_OVER = 2_000
"""Characters of a cut item that its problem keeps."""
DEEPEST = 20
"""Levels of a failed item that its problem keeps."""


class ParsedItem(NamedTuple):
    """One item that fits the response model."""

    type: str
    """The field of the root that held it: `figures`."""
    place: int
    """Its index in the answer's list, failed ones counted: what `figures[3]` means in a problem."""
    fields: Mapping[str, Any]
    """Ready for JSON, in the order of the model; decimals are plain strings."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that an answer gives."""

    items: tuple[ParsedItem, ...] = ()
    """In the order of the answer."""
    carried: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    complete: bool = True
    """Whether the answer came to its end; of a cut one, only what was whole is among the items."""
    failed_items: int = 0
    """Items that did not fit the response model; one that was cut off is not counted here."""
    parsed: bool = True
    """Whether anything could be read at all."""


def parse(text: str, root: type[BaseModel]) -> Parsed:
    """Return the items of an answer, and by name all that is wrong with it; no answer makes it fail.

    Raises `SchemaError` where `root` is no response model. The ladder is: strict JSON, fenced, inside prose, cut
    off, mended; each repair is a problem `repaired-json`.
    """
    reading = read(text, lambda value: _as_root(value, field_names(root), tuple(item_types(root))))
    if reading.root is None:
        said = f"nothing in it is an answer; it begins: {text[:BEGINNING]}" if text.strip() else "the answer is empty"
        return Parsed(problems=(Problem("invalid-answer", "", said),), complete=False, parsed=False)
    salvage = _Salvage(root, list(reading.root.problems))
    salvage.take(reading.root.fields)
    salvage.note_cut(reading)
    return Parsed(
        tuple(salvage.items),
        salvage.carried,
        tuple(salvage.problems),
        complete=reading.rest is None,
        failed_items=salvage.failed,
    )


def _as_root(value: Any, names: frozenset[str], types: tuple[str, ...]) -> Root | None:
    """Return the object that holds the items: the value itself, the only thing inside it, or a bare list of items."""
    if isinstance(value, dict):
        if not value.keys().isdisjoint(names):
            return Root(value)
        inner = [one for one in value.values() if isinstance(one, dict) and not one.keys().isdisjoint(names)]
        return Root(inner[0], (_wrapped("another object"),)) if len(inner) == 1 else None
    if not isinstance(value, list):
        return None
    if len(value) == 1 and isinstance(value[0], dict) and not value[0].keys().isdisjoint(names):
        return Root(value[0], (_wrapped("a list"),))
    if len(types) == 1 and (not value or any(isinstance(one, dict) for one in value)):
        said = f"the answer is a bare list; it was read as `{types[0]}`"
        return Root({types[0]: value}, (Problem("list-root", "", said),))
    return None


def _wrapped(holder: str) -> Problem:
    return Problem("wrapped-answer", "", f"the answer stands inside {holder}")


class _Salvage:
    """Takes an answer's root apart, keeping what is good."""

    def __init__(self, root: type[BaseModel], problems: list[Problem]) -> None:
        self._root = root
        self.items: list[ParsedItem] = []
        self.carried: dict[str, Any] = {}
        self.problems = problems
        self.failed = 0
        self._length: dict[str, int] = {}

    def take(self, fields: dict[str, Any]) -> None:
        types = item_types(self._root)
        repeated = fields.repeated if isinstance(fields, RepeatedKeys) else {}
        for name, value in fields.items():
            if name in repeated:
                self._note("duplicate-key", name, f"given {len(repeated[name])} times")
            if name in types:
                for given in repeated.get(name, [value]):  # of repeated lists, every item counts
                    self._take_list(name, types[name], given)
            elif name in field_names(self._root):
                self._carry(name, value)
            else:
                self._note("unknown-field", name, "the response model has no such field", value)
        for name in (name for name in types if name not in fields):
            self._note("missing-list", name, "the answer leaves it out; it was taken as empty")
        for name in (name for name in carried_fields(self._root) if name not in fields):
            self._default(name)

    def _take_list(self, name: str, kind: type[Item], given: Any) -> None:
        if isinstance(given, dict):
            self._note("not-a-list", name, "one item stands where a list should")
            given = [given]
        if not isinstance(given, list):
            self._note("missing-list", name, "no list stands there; it was taken as empty", given)
            return
        first = self._length.get(name, 0)
        self._length[name] = first + len(given)
        found = all_fitted(kind, given)
        if found is not None:
            self.items += [ParsedItem(name, index, fields) for index, fields in enumerate(found, first)]
            return
        for index, value in enumerate(given, first):
            self._take_item(name, index, kind, value)

    def _take_item(self, name: str, index: int, kind: type[Item], value: Any) -> None:
        try:
            fields, repeated = fitted(kind, value)
        except Unfit as unfit:
            self.failed += 1
            self._note("invalid-item", f"{name}[{index}]", str(unfit), value)
            return
        for key in repeated:
            self._note("duplicate-key", f"{name}[{index}].{key}", "given more than once, each time the same")
        declared = field_names(kind)
        for key in [key for key in value if key not in declared]:
            self._note("unknown-field", f"{name}[{index}].{key}", "the response model has no such field", value[key])
        self.items.append(ParsedItem(name, index, fields))

    def _carry(self, name: str, value: Any) -> None:
        adapter = _adapter(self._root, name)
        try:
            self.carried[name] = adapter.dump_python(adapter.validate_python(value), mode="json")
        except Exception as error:  # noqa: BLE001 - validators of a user's model may raise anything
            self._note("invalid-field", name, in_words(error), value)

    def _default(self, name: str) -> None:
        declared = self._root.model_fields[name]
        if declared.is_required():
            self._note("missing-field", name, "the answer leaves it out")
        else:
            default = declared.get_default(call_default_factory=True, validated_data={})
            self.carried[name] = _adapter(self._root, name).dump_python(default, mode="json")

    def note_cut(self, reading: Reading) -> None:
        """Name what a cut answer has after its last whole part."""
        if reading.rest is None or reading.root is None:
            return
        left = reading.rest.strip(" \n\r\t,]}")[:LEFT_OVER]
        name = next(reversed(reading.root.fields), None)
        if left and reading.in_list and name in item_types(self._root):
            where = f"{name}[{self._length.get(str(name), 0)}]"
            self._note("truncated-item", where, "the answer was cut off inside this item", left)
        else:
            self._note("truncated-answer", "", "the answer was cut off; what stands before is whole", left or None)

    def _note(self, problem: str, where: str, message: str, item: Any = None) -> None:
        self.problems.append(Problem(problem, where, message, _kept(item)))


def _kept(value: Any, depth: int = 0) -> Any:
    """Return what a problem keeps of a failed value: JSON all the way down, and no deeper than can be written."""
    if isinstance(value, dict | list) and depth == DEEPEST:
        return "…"
    if isinstance(value, dict):
        return {key: _kept(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_kept(inner, depth + 1) for inner in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.text if isinstance(value, NotANumber) else value


@cache
def _adapter(root: type[BaseModel], name: str) -> TypeAdapter[Any]:
    declared = root.model_fields[name]
    marked: Any = Annotated[declared.annotation, *declared.metadata] if declared.metadata else declared.annotation
    return TypeAdapter(marked)
