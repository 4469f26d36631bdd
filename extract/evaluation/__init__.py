"""How good is a run, against gold and without it?"""

from extract.evaluation.agreeing import agreement
from extract.evaluation.asked import run_gold
from extract.evaluation.comparing import Comparer
from extract.evaluation.evaluating import Origin, evaluate, evaluate_rows
from extract.evaluation.signals import signals

__all__ = ["Comparer", "Origin", "agreement", "evaluate", "evaluate_rows", "run_gold", "signals"]
