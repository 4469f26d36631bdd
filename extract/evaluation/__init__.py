"""How good is a run, against gold and without it?"""

from extract.evaluation.agreeing import agreement
from extract.evaluation.comparing import Comparer
from extract.evaluation.evaluating import evaluate, evaluate_rows
from extract.evaluation.signals import signals

__all__ = ["Comparer", "agreement", "evaluate", "evaluate_rows", "signals"]
