"""How a run's requests are answered: every choice that can be made about asking, in one place."""

from dataclasses import dataclass, field
from pathlib import Path

from extract.llm.cache import default_folder
from extract.llm.requests import Options
from extract.llm.retry import Patience
from extract.llm.server import Server, server_named


@dataclass(frozen=True, slots=True)
class Setup:
    """How a run's requests are answered: what shapes the answers is in `options`, the rest is how they are got."""

    options: Options
    server: Server = field(default_factory=Server)
    cache: Path | None = None
    """The folder of the cache; None keeps nothing."""
    cache_only: bool = False
    """Whether a request that the cache lacks is a failure rather than sent."""
    refresh: bool = False
    """Whether answers of the cache are asked for again and replaced."""
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    patience: Patience = field(default_factory=Patience)
    log: Path | None = None


def default_setup(model: str) -> Setup:
    """Return how a model is asked where nothing else is said: OPENAI_BASE_URL or OpenAI, and the user's own cache."""
    return Setup(Options(model), server_named(None), default_folder())
