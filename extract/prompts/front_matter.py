"""What the YAML at the head of a prompt file says, with the line of every key.

YAML is read as its core schema does, so that what stands there is what is meant: dates stay words, decimals stay
exact, `yes` and `no` are words, and so is `~`, which is a comparator. Anchors are refused, for they can be cyclic.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import yaml

from extract.errors import PromptError

_STRING = "tag:yaml.org,2002:str"
# YAML 1.2's core schema, decimal only, without `~` (yaml.org/spec/1.2.2, 10.3.2)
_PLAIN = {
    "tag:yaml.org,2002:null": (r"null|Null|NULL|", ["n", "N", ""]),
    "tag:yaml.org,2002:bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "tag:yaml.org,2002:int": (r"-?[0-9]+", list("-0123456789")),
    "!decimal": (r"-?[0-9]+\.[0-9]+", list("-0123456789")),
}


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own place for them

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "write it out: anchors and aliases are not read", mark)
        return super().compose_node(parent, index)


def _decimal(loader: yaml.SafeLoader, node: yaml.Node) -> Decimal:
    assert isinstance(node, yaml.ScalarNode)  # noqa: S101 - only scalars have an implicit tag
    return Decimal(node.value)


def _integer(loader: yaml.SafeLoader, node: yaml.Node) -> int:
    return int(_decimal(loader, node))


for _tag, (_pattern, _first) in _PLAIN.items():
    _Loader.add_implicit_resolver(_tag, re.compile(rf"\A(?:{_pattern})\Z"), _first)
_Loader.add_constructor("!decimal", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:int", _integer)


def parse_front_matter(text: str, path: str, first_line: int) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the values by key, and the line of each key in the file; `first_line` is where the YAML begins.

    Raises `PromptError` with file and line where it is not a mapping of distinct keys.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise PromptError(f"{path}:{first_line}: the front matter must be `key: value` lines, such as `name: …`")
        for twice, line in _repeated(node):
            raise PromptError(f"{path}:{first_line + line}: {twice!r} is given twice; keep one")
        values = loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        said = getattr(error, "problem", None) or str(error)
        raise PromptError(f"{path}:{line}: the front matter is not YAML: {said}; quote values with signs") from error
    finally:
        loader.dispose()
    lines = {str(key.value): first_line + key.start_mark.line for key, _ in node.value}
    return {str(key): value for key, value in values.items()}, lines


def _repeated(node: yaml.Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _repeated(inner)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, inner in node.value:
            if str(key.value) in seen:
                yield str(key.value), key.start_mark.line
            seen.add(str(key.value))
            yield from _repeated(inner)
