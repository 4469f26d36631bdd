"""What a model is told: prompts are found, read, and rendered for one document."""

from extract.prompts.places import BUILT_IN, Place, available, load
from extract.prompts.reading import Example, Prompt, read_prompt
from extract.prompts.rendering import canonical_answer, render
from extract.prompts.response_models import response_model_named, response_model_of

__all__ = [
    "BUILT_IN",
    "Example",
    "Place",
    "Prompt",
    "available",
    "canonical_answer",
    "load",
    "read_prompt",
    "render",
    "response_model_named",
    "response_model_of",
]
