"""What an answer says: its items, one by one, and what is wrong with it, whatever the model wrote around them."""

from extract.answers.salvage import Parsed, ParsedItem, parse

__all__ = ["Parsed", "ParsedItem", "parse"]
