"""Is the new run better than the old one, and may it replace it?"""

from extract.comparison.comparing import COST, SECONDS, compare, incomparable
from extract.comparison.policy import BUDGETS, Guarded, Policy, read_policy

__all__ = ["BUDGETS", "COST", "SECONDS", "Guarded", "Policy", "compare", "incomparable", "read_policy"]
