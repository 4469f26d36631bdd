"""What can go wrong, as a tree: catch `ExtractError` for all of it, a branch for one stage.

ExtractError
├── UsageError           the call cannot be meant: unknown model name, bad option value
├── DocumentError        a source cannot be read at all (a single bad file is a row, not an error)
│   └── DuplicateId      two documents have one id
├── MissingExtra         an optional package is not installed
├── PromptError          a prompt file is malformed, or names an unknown variable
├── SchemaError          a response model uses what the toolkit cannot carry
├── AskError             a request got no answer: the row is `failed`, the run goes on
│   └── StopRun          asking on would be useless: wrong key, unknown model, too many failures
│       └── Halted       nothing more is sent because the run is to stop; the document keeps its place for later
├── CacheError           the cache of answers cannot be opened, read or written
├── RunError             a run directory does not fit what was asked of it
├── RecordError          a stored line is not what its format says
├── GoldError            the gold set contradicts itself or the documents
└── ReviewError          a decision of a reviewer cannot be kept, or does not fit those before it

Every message states the value, the place and the remedy.
"""


class ExtractError(Exception):
    """Base of all errors that the toolkit raises on purpose."""


class UsageError(ExtractError):
    """The call cannot be meant as it stands."""


class DocumentError(ExtractError):
    """A source of documents cannot be read at all."""


class DuplicateId(DocumentError):
    """Two documents have one id, so their rows could not be told apart."""


class MissingExtra(ExtractError):
    """An optional package is needed and not installed."""

    def __init__(self, need: str, extra: str) -> None:
        super().__init__(f"{need} needs an optional package: pip install 'extract-toolkit[{extra}]'")
        self.extra = extra


class PromptError(ExtractError):
    """A prompt file is malformed, or names an unknown variable."""


class SchemaError(ExtractError):
    """A response model uses something that the toolkit cannot send or read back."""


class AskError(ExtractError):
    """A request got no answer; `kind` is a short name that the document's row keeps."""

    def __init__(self, message: str, kind: str = "no-answer") -> None:
        super().__init__(message)
        self.kind = kind
        self.attempts = 0
        """How many requests were sent in vain, for the document's row."""


class StopRun(AskError):
    """Asking on would be useless; the run stops and can be resumed."""


class Halted(StopRun):
    """Nothing more is sent because the run is to stop; the document that was about to ask is taken up later."""

    def __init__(self) -> None:
        super().__init__("the run is to stop, so nothing more is sent", "halted")


class CacheError(ExtractError):
    """The cache of answers cannot be opened, read or written."""


class RunError(ExtractError):
    """A run directory does not fit what was asked of it."""


class RecordError(ExtractError):
    """A stored line is not what its format says."""


class GoldError(ExtractError):
    """The gold set contradicts itself, the response model or the documents."""


class ReviewError(ExtractError):
    """A decision of a reviewer cannot be kept, or does not fit those before it."""
