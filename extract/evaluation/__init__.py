"""How good is a run, against gold and without it?"""

from extract.evaluation.agreeing import agreement
from extract.evaluation.asked import evaluate_prompt
from extract.evaluation.comparing import Comparer
from extract.evaluation.evaluating import Origin, evaluate, evaluate_rows
from extract.evaluation.signals import signals

__all__ = ["Comparer", "Origin", "agreement", "evaluate", "evaluate_prompt", "evaluate_rows", "signals"]
