"""What did reviewers decide, and what does that make of gold?"""

from extract.review.agreeing import agreement, disputed, latest
from extract.review.applying import Applied, Refused, apply
from extract.review.events import CAUSES, VERDICTS, Cause, Change, Decide, Event, Remark, Reviewed, Verdict, reviewed
from extract.review.fitting import unfit
from extract.review.folding import ItemState, State, fold, items_of
from extract.review.log import LOG, Conflict, DecisionsLog, Recorded, read_log
from extract.review.sides import Sides, sides_of
from extract.review.summary import Progress, past, progress

__all__ = [
    "CAUSES",
    "LOG",
    "VERDICTS",
    "Applied",
    "Cause",
    "Change",
    "Conflict",
    "Decide",
    "DecisionsLog",
    "Event",
    "ItemState",
    "Progress",
    "Recorded",
    "Refused",
    "Remark",
    "Reviewed",
    "Sides",
    "State",
    "Verdict",
    "agreement",
    "apply",
    "disputed",
    "fold",
    "items_of",
    "latest",
    "past",
    "progress",
    "read_log",
    "reviewed",
    "sides_of",
    "unfit",
]
