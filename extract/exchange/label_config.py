"""Which labeling configuration of Label Studio shows what we send, and asks for what we read?

Documents stand in `Text`, which shows them as they are; nothing of a document is part of the configuration.
"""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from extract.exchange.fields import choices, field_names
from extract.exchange.showing import OTHERS, names
from extract.schema import Item
from extract.shape import type_name

TEXT, LABELS, VERDICT, NOTE = "text", "item", "verdict", "note"
"""Names of the tags."""
_STYLE = "<Style>.htx-text, .htx-richtext { white-space: pre-wrap; }</Style>"  # else spaces at the edges are lost


def control(kind: type[Item], field: str) -> str:
    """Return the name of the tag in which a field is filled in.

    >>> from extract.schema import Figure
    >>> control(Figure, "unit")
    'figure.unit'
    """
    return f"{type_name(kind)}.{field}"


def items_config(kinds: Iterable[type[Item]]) -> str:
    """Return the configuration of documents to be labelled with items of these classes."""
    kinds = tuple(kinds)
    return _view([_labels([type_name(kind) for kind in kinds]), _TEXT_TAG, *_fields(kinds, [])])


def review_config(kinds: Iterable[type[Item]], *, blind: bool) -> str:
    """Return the configuration of disagreements to be decided: the sides, a verdict, a note, and items to edit."""
    kinds = tuple(kinds)
    shown = names(blind=blind)
    labels = [f"{side} {type_name(kind)}" for kind in kinds for side in shown]
    said = [f'<Text name="side{number}" value="$side{number}"/>' for number in (1, 2)]
    verdicts = "".join(f"<Choice value={quoteattr(one)}/>" for one in (*shown, *OTHERS))
    choice = f'<Choices name="{VERDICT}" toName="{TEXT}" choice="single" showInline="true">{verdicts}</Choices>'
    note = f'<TextArea name="{NOTE}" toName="{TEXT}" maxSubmissions="1" placeholder="note"/>'
    heads = ['<Header value="$question" size="5"/>', *said, choice, note]
    return _view([*heads, _labels([*labels, *map(type_name, kinds)]), _TEXT_TAG, *_fields(kinds, shown)])


_TEXT_TAG = f'<Text name="{TEXT}" value="$text" granularity="symbol"/>'


def _view(tags: Sequence[str]) -> str:
    return "\n  ".join(["<View>", _STYLE, *tags]) + "\n</View>\n"


def _labels(values: Iterable[str]) -> str:
    inside = "".join(f"<Label value={quoteattr(value)}/>" for value in values)
    return f'<Labels name="{LABELS}" toName="{TEXT}">{inside}</Labels>'


def _fields(kinds: Iterable[type[Item]], sides: Sequence[str]) -> Iterable[str]:
    for kind in kinds:
        own = type_name(kind)
        when = quoteattr(",".join([own, *(f"{side} {own}" for side in sides)]))
        yield f'<View visibleWhen="region-selected" whenTagName="{LABELS}" whenLabelValue={when}>'
        for field in field_names(kind):
            named = f'name={quoteattr(control(kind, field))} toName="{TEXT}" perRegion="true"'
            yield f'  <Header value={quoteattr(field)} size="5"/>'
            values = "".join(f"<Choice value={quoteattr(value)}/>" for value in choices(kind, field))
            if values:
                yield f'  <Choices {named} choice="single-radio" showInline="true">{values}</Choices>'
            else:
                yield f'  <TextArea {named} maxSubmissions="1" editable="true" rows="1"/>'
        yield "</View>"
