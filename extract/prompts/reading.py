"""What a prompt file says: front matter, a system section and a user section, read once and checked.

The file is a head of YAML between two lines of `---`, then `# system` and `# user`, each a Jinja2 template. What can
be known to be wrong before a document is there is an error here, with file, line and remedy.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from extract.errors import PromptError
from extract.prompts.front_matter import parse_front_matter
from extract.prompts.templates import Section, check_sections

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
SHOWN = 12
"""Hexadecimal digits of a fingerprint that people see."""
HOTTEST = 2
"""Highest temperature that servers take."""
SMALLEST_CHUNK = 200
"""Characters; a shorter limit would cut sentences apart."""

_SECTIONS = ("system", "user")
_KEYS = ("name", "description", "response_model", "temperature", "max_characters", "examples")


class Example(NamedTuple):
    """A text and the answer that the prompt's author would give to it."""

    text: str
    answer: str
    """As JSON, as it was written; rendering adds the defaults."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file."""

    name: str
    description: str
    response_model: str
    """`ClaimsAndFigures`, or `package.module:Model`."""
    temperature: float | None
    """None leaves it to the server."""
    max_characters: int | None
    """Longest piece of a document that is asked about at once; None is without limit."""
    examples: tuple[Example, ...]
    system: Section
    user: Section
    path: str
    text: str
    """The whole file."""
    fingerprint: str
    """SHA-256, hexadecimal, of what is rendered from; the description and the file's layout do not count."""

    def __hash__(self) -> int:
        """Return the same for equal prompts, without going through all that they say: it is asked for each document."""
        return hash(self.fingerprint)

    @property
    def label(self) -> str:
        """The prompt's name and the beginning of its fingerprint, as rows keep it."""
        return f"{self.name}@{self.fingerprint[:SHOWN]}"


@lru_cache(maxsize=16)
def read_prompt(text: str, path: str) -> Prompt:
    """Return the prompt that a file's text describes; `path` is what errors name.

    The same one for the same text and path: to read the YAML again would take longer than to ask about a document.
    Raises `PromptError` with file, line and remedy.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    head, first_line, body_line = _split(text, path)
    values, lines = parse_front_matter(head, path, first_line)
    front = _FrontMatter(values, lines, path)
    sections = _sections(text, path, body_line)
    check_sections(sections, path)
    settled: dict[str, Any] = {
        "response_model": front.string("response_model"),
        "temperature": front.temperature(),
        "max_characters": front.max_characters(),
        "examples": front.examples(),
    }
    return Prompt(
        name=front.name(),
        description=front.string("description", required=False),
        system=sections["system"],
        user=sections["user"],
        path=path,
        text=text,
        fingerprint=_fingerprint(settled, sections),
        **settled,
    )


def _fingerprint(settled: Mapping[str, Any], sections: Mapping[str, Section]) -> str:
    examples = [[example.text, json.loads(example.answer)] for example in settled["examples"]]
    rendered_from = {**settled, "examples": examples, **{name: part.text for name, part in sections.items()}}
    canonical = json.dumps(rendered_from, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "backslashreplace")).hexdigest()


def _split(text: str, path: str) -> tuple[str, int, int]:
    """Return the YAML, the line on which it begins, and the line after it."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise PromptError(f"{path}:1: a prompt begins with a line `---` and its front matter, such as `name: …`")
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == "---":
            return "\n".join(lines[1 : number - 1]), 2, number + 1
    raise PromptError(f"{path}:1: the front matter has no end; close it with a line `---`")


def _sections(text: str, path: str, first_line: int) -> dict[str, Section]:
    found: dict[str, tuple[int, list[str]]] = {}
    current: list[str] | None = None
    for number, line in enumerate(text.split("\n")[first_line - 1 :], start=first_line):
        name = line.rstrip().removeprefix("# ")
        if line.startswith("# ") and name in _SECTIONS:
            if name in found:
                raise PromptError(f"{path}:{number}: a second `# {name}`; a prompt has one of each")
            current = []
            found[name] = (number + 1, current)
        elif current is not None:
            current.append(line)
        elif line.strip():
            raise PromptError(f"{path}:{number}: text before `# system`; put notes into the front matter after a #")
    for name in _SECTIONS:
        if not any(line.strip() for line in found.get(name, (0, []))[1]):
            raise PromptError(f"{path}: no section `# {name}` with text in it; add it")
    return {name: _stripped(*found[name]) for name in _SECTIONS}


def _stripped(line: int, lines: list[str]) -> Section:
    blank = next(index for index, content in enumerate(lines) if content.strip())
    return Section("\n".join(lines[blank:]).rstrip(), line + blank)


class _FrontMatter:
    """The values of the front matter, each checked as it is taken."""

    def __init__(self, values: dict[str, Any], lines: dict[str, int], path: str) -> None:
        self._values = values
        self._lines = lines
        self._path = path
        for key in values:
            if key not in _KEYS:
                raise self._error(key, f"unknown key {key!r}; known are {', '.join(_KEYS)}")

    def string(self, key: str, *, required: bool = True) -> str:
        value = self._values.get(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or not value.strip():
            raise self._error(key, f"{key} must be a text, not {value!r}; add `{key}: …`")
        return value.strip()

    def name(self) -> str:
        name = self.string("name")
        if not NAME.fullmatch(name):
            raise self._error("name", f"{name!r} is no name; use letters, digits, dots, hyphens and underscores")
        stem = re.split(r"[/\\]", self._path)[-1].removesuffix(".md")
        if name != stem:
            raise self._error("name", f"the name is {name!r} and the file's is {stem!r}; make them the same")
        return name

    def temperature(self) -> float | None:
        value = self._values.get("temperature")
        number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        if value is not None and not (number and 0 <= value <= HOTTEST):
            raise self._error("temperature", f"temperature must be a number from 0 to {HOTTEST}, not {value!r}")
        return None if value is None else float(value)

    def max_characters(self) -> int | None:
        value = self._values.get("max_characters")
        whole = isinstance(value, int) and not isinstance(value, bool)
        if value is not None and not (whole and value >= SMALLEST_CHUNK):
            said = f"max_characters must be a whole number from {SMALLEST_CHUNK}, not {value!r}"
            raise self._error("max_characters", said)
        return value

    def examples(self) -> tuple[Example, ...]:
        value = self._values.get("examples") or []
        if not isinstance(value, list):
            raise self._error("examples", "examples must be a list, each with `text` and `answer`")
        return tuple(self._example(one, number) for number, one in enumerate(value, start=1))

    def _example(self, value: Any, number: int) -> Example:
        if not isinstance(value, dict) or set(value) != {"text", "answer"}:
            raise self._error("examples", f"example {number} must have exactly `text` and `answer`")
        text, answer = value["text"], value["answer"]
        if not isinstance(text, str) or not text.strip():
            raise self._error("examples", f"the text of example {number} must be words, not {text!r}")
        if not isinstance(answer, dict):
            raise self._error("examples", f"the answer of example {number} must be a mapping, not {answer!r:.60}")
        return Example(text.rstrip("\n"), json.dumps(answer, ensure_ascii=False, default=str))

    def _error(self, key: str, said: str) -> PromptError:
        return PromptError(f"{self._path}:{self._lines.get(key, 1)}: {said}")
