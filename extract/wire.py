"""What is sent to say how an answer must look: a strict JSON Schema of any response model.

Strict as servers understand it: every property required, no defaults, no extra properties. What is left out of the
schema (lengths, custom validators) still holds when the answer is read back.
"""

import hashlib
import json
import re
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.errors import PydanticInvalidForJsonSchema, PydanticSchemaGenerationError, PydanticUserError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from extract.errors import SchemaError

NUMBER_PATTERN = r"^-?[0-9]+([.][0-9]+)?$"
"""How a Decimal is written on the wire, as a string: no exponent, no separators, no unit."""

# In this order, whatever Pydantic's: the bytes of the schema are part of the cache key.
_ABOUT_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_KEPT = ("description", "type", "enum", "pattern", "format", *_ABOUT_NUMBERS, "minItems", "maxItems")
# The formats that OpenAI's strict mode knows (platform.openai.com/docs/guides/structured-outputs).
_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
_SCALARS = frozenset({"string", "number", "integer", "boolean", "null"})
_LINE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


def wire_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the strict JSON Schema of the model, keys in the order in which they are sent.

    Raises `SchemaError` naming the field that strict schemas have no words for.
    """
    schema: dict[str, Any] = json.loads(schema_text(model))
    return schema


@cache
def schema_text(model: type[BaseModel]) -> str:
    """Return the strict JSON Schema of the model as compact JSON; the order of fields is kept, for it is sent."""
    try:
        drawn = model.model_json_schema(schema_generator=_Drawing)
    except (PydanticInvalidForJsonSchema, PydanticSchemaGenerationError, PydanticUserError) as error:
        said = str(error).splitlines()[0]
        raise SchemaError(f"{model.__name__} has no JSON Schema: {said}; use plain types") from error
    strict = _Strict(model.__name__, drawn.get("$defs", {})).root(drawn)
    return json.dumps(strict, ensure_ascii=False, separators=(",", ":"))


def schema_hash(model: type[BaseModel]) -> str:
    """Return the SHA-256, in hexadecimal, of the model's schema as it is sent."""
    return hashlib.sha256(schema_text(model).encode()).hexdigest()


class _Drawing(GenerateJsonSchema):
    """Pydantic's own drawing, with decimals as strings of digits."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": NUMBER_PATTERN}


class _Strict:
    """Turns Pydantic's schema of one model into a strict one; `path` is the field that an error names."""

    def __init__(self, name: str, definitions: dict[str, Any]) -> None:
        self._name = name
        self._definitions = definitions
        self._done: dict[str, Any] = {}
        self._open: list[str] = []

    def root(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the whole schema, its definitions last and in order of first use."""
        if "$ref" in schema:
            raise SchemaError(f"{self._name} contains itself; a response model must have an end")
        if schema.get("type") != "object" or not schema.get("properties"):
            raise SchemaError(f"{self._name} must be an object with named fields")
        strict = self._node(schema, self._name)
        return {**strict, "$defs": self._done} if self._done else strict

    def _node(self, schema: dict[str, Any], path: str) -> dict[str, Any]:
        if "$ref" in schema:
            return self._reference(schema, path)
        alternatives = schema.get("anyOf") or schema.get("oneOf")
        if alternatives:
            strict = self._annotations(schema)
            strict["anyOf"] = [self._node(one, path) for one in alternatives]
            return strict
        if "const" in schema:
            schema = {**schema, "enum": [schema["const"]]}
        kind = schema.get("type")
        if kind == "object":
            return self._object(schema, path)
        if kind == "array":
            return self._array(schema, path)
        if kind not in _SCALARS and "enum" not in schema:
            raise SchemaError(f"{path}: a field of any type cannot be sent; say which type it has")
        return self._annotations(schema)

    def _annotations(self, schema: dict[str, Any]) -> dict[str, Any]:
        kept = {key: schema[key] for key in _KEPT if key in schema}
        if "description" in kept:
            kept["description"] = _LINE_BREAK.sub(" ", kept["description"])
        if kept.get("format") not in _FORMATS:
            kept.pop("format", None)
        return kept

    def _object(self, schema: dict[str, Any], path: str) -> dict[str, Any]:
        if "properties" not in schema and schema.get("additionalProperties", True) is not False:
            raise SchemaError(f"{path}: a mapping with free keys cannot be sent; use a list of models")
        strict = self._annotations(schema)
        fields = schema.get("properties", {})
        strict["properties"] = {name: self._node(field, f"{path}.{name}") for name, field in fields.items()}
        strict["required"] = list(fields)
        strict["additionalProperties"] = False
        return strict

    def _array(self, schema: dict[str, Any], path: str) -> dict[str, Any]:
        if "prefixItems" in schema or schema.get("uniqueItems") or not schema.get("items"):
            raise SchemaError(f"{path}: tuples, sets and lists of anything cannot be sent; use list[…] of one type")
        strict = self._annotations(schema)
        strict["items"] = self._node(schema["items"], f"{path}[]")
        return strict

    def _reference(self, schema: dict[str, Any], path: str) -> dict[str, Any]:
        """A reference alone stays one; strict servers refuse one with a description beside it, so that is unfolded."""
        name = schema["$ref"].removeprefix("#/$defs/")
        if name in self._open:
            raise SchemaError(f"{path}: {name} contains itself; a response model must have an end")
        self._open.append(name)
        try:
            if "description" in schema:
                return self._node({**self._definitions[name], "description": schema["description"]}, path)
            if name not in self._done:
                self._done[name] = {}  # holds the place, so that definitions stand in order of first use
                self._done[name] = self._node(self._definitions[name], path)
        finally:
            self._open.pop()
        return {"$ref": f"#/$defs/{name}"}
