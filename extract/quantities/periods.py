"""When do the words of a text hold: the periods that it names, and the one that governs given words."""

from extract.quantities.period_mentions import PeriodMention, mentions
from extract.quantities.period_scope import period_of

__all__ = ["PeriodMention", "mentions", "period_of"]
