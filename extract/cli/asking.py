"""Which options say how a model on a server is asked, and what they come to."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extract.errors import UsageError

if TYPE_CHECKING:
    from extract.llm.requests import Mode, Options
    from extract.llm.setup import Setup
    from extract.models import Model
    from extract.runs import Budget

Command = TypeVar("Command", bound=Callable[..., Any])


class Money(click.ParamType[Decimal]):
    """A positive amount in USD."""

    name = "usd"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Return the amount; a usage error where it is none."""
        try:
            amount = Decimal(value)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not (amount.is_finite() and amount > 0):
            self.fail(f"{value!r} is no amount of money; write it as 2.50", param, ctx)
        return amount


class Amount(click.FloatRange):
    """A number that is one: neither nan nor inf, which ranges let through."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number; a usage error where it is none or out of range."""
        number = super().convert(value, param, ctx)
        if not isfinite(number):
            self.fail(f"{value!r} is no finite number", param, ctx)
        return number


_COUNT = click.IntRange(1)
_PATH = click.Path(path_type=Path)

# What shapes the answers, and so the key of the cache.
ANSWER_OPTIONS = (
    click.option(
        "--mode",
        type=click.Choice(["json_schema", "tools", "json"]),
        default="json_schema",
        show_default=True,
        help="How the server is told what an answer looks like.",
    ),
    click.option("--temperature", type=Amount(0), metavar="T", help="Instead of the prompt's."),
    click.option("--seed", type=int, metavar="N", help="Sent to the server, where it takes one."),
    click.option("--max-output-tokens", type=_COUNT, metavar="N", help="Longest answer."),
    click.option(
        "--sample", type=click.IntRange(0), default=0, metavar="N", help="Ask for answer N to the same requests anew."
    ),
)
CACHE_OPTION = click.option(
    "--cache", type=_PATH, metavar="DIR", help="Folder of stored answers.  [default: EXTRACT_CACHE, or the user's own]"
)
_OTHER_OPTIONS = (
    click.option(
        "--base-url", metavar="URL", help="An OpenAI-compatible server.  [default: OPENAI_BASE_URL, or OpenAI]"
    ),
    click.option(
        "--timeout",
        type=Amount(0, min_open=True),
        default=120.0,
        show_default=True,
        metavar="S",
        help="Seconds for one attempt.",
    ),
    click.option("--requests-per-minute", type=Amount(0, min_open=True), metavar="N", help="Send no more."),
    click.option("--tokens-per-minute", type=Amount(0, min_open=True), metavar="N", help="Send and get no more."),
    click.option("--dry-run", is_flag=True, help="Say what would be asked and what that would cost; send nothing."),
    click.option("--max-cost", type=Money(), metavar="USD", help="Stop once this sitting has spent as much."),
    click.option("--max-tokens", type=_COUNT, metavar="N", help="Stop once this sitting has used as many."),
    CACHE_OPTION,
    click.option("--cache-only", is_flag=True, help="Send nothing; a request without a stored answer fails."),
    click.option("--refresh", is_flag=True, help="Ask again and replace what is stored."),
    click.option("--no-cache", is_flag=True, help="Neither read nor store answers."),
    click.option("--log", type=_PATH, metavar="FILE", help="Add a line of JSON for each call, without texts."),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What the options say about asking a model on a server."""

    mode: "Mode"
    temperature: float | None
    seed: int | None
    max_output_tokens: int | None
    sample: int
    base_url: str | None
    timeout: float
    requests_per_minute: float | None
    tokens_per_minute: float | None
    dry_run: bool
    max_cost: Decimal | None
    max_tokens: int | None
    cache: Path | None
    cache_only: bool
    refresh: bool
    no_cache: bool
    log: Path | None


def asking_options(command: Command) -> Command:
    """Give a command all options of `Asking`."""
    for option in reversed((*ANSWER_OPTIONS, *_OTHER_OPTIONS)):
        command = option(command)
    return command


def model_of(name: str, asking: Asking) -> "Model":
    """Return the model of that name, asked as the options say; `UsageError` where they cannot be meant together."""
    from extract.models import model_named, served_model, served_name

    served = served_name(name)
    return model_named(name) if served is None else served_model(_setup(served, asking), warn)


def budget_of(name: str, asking: Asking) -> "Budget":
    """Return what a sitting may spend; `UsageError` where money is to be counted for a model without a known price."""
    from extract.models import served_name
    from extract.runs import Budget

    served = served_name(name)
    if asking.max_cost is not None and served is not None:
        from extract.llm.prices import cost_of
        from extract.records import Usage

        if cost_of(Usage(1, 1), served) is None:
            raise UsageError(f"no price is known for {served}, so --max-cost cannot be kept; use --max-tokens")
    return Budget(asking.max_cost, asking.max_tokens)


def options_of(name: str, named: Any) -> "Options":
    """Return what shapes the answers of the model that a server knows by that name; `named` holds `ANSWER_OPTIONS`."""
    from extract.llm.requests import Options

    return Options(name, named.mode, named.temperature, named.seed, named.max_output_tokens, named.sample)


def _setup(name: str, asking: Asking) -> "Setup":
    from extract.llm.cache import default_folder
    from extract.llm.server import server_named
    from extract.llm.setup import Setup

    if asking.no_cache and (asking.cache or asking.cache_only or asking.refresh):
        raise UsageError("--no-cache stands beside --cache, --cache-only or --refresh; leave one of them out")
    if asking.cache_only and asking.refresh:
        raise UsageError("--cache-only sends nothing and --refresh sends everything; leave one of them out")
    return Setup(
        options=options_of(name, asking),
        server=server_named(asking.base_url, asking.timeout),
        cache=None if asking.no_cache else asking.cache or default_folder(),
        cache_only=asking.cache_only,
        refresh=asking.refresh,
        requests_per_minute=asking.requests_per_minute,
        tokens_per_minute=asking.tokens_per_minute,
        log=asking.log,
    )


def warn(message: str) -> None:
    """Tell a person what is amiss and goes on all the same."""
    click.echo(message, err=True)
