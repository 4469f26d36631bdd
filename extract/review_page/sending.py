"""Is what was sent the same as before, and which version of its item does it rest on?"""

from dataclasses import replace

from extract.review import Decide, Event, items_of
from extract.review_page.standing import Standing


def sent_again(event: Event, known: Event) -> Event | None:
    """Return the known event if the new one asks for the same; None where its id is another one's."""
    if isinstance(event, Decide) and isinstance(known, Decide):
        event = replace(event, blind=known.blind, shown=known.shown)
    return known if replace(event, at=known.at) == known else None


def based_on(standing: Standing, id_: str, seen: str | None, event: str) -> str | None:
    """Return the version of an item that an event rests on, where its reviewer saw `seen`.

    To an independent reviewer who has not decided the item it looks the same whatever others say of it meanwhile, so
    that it is the present version unless something of their own came in between.
    """
    events, held = standing.state.events, standing.state.item(id_)
    if not standing.independent or (seen is not None and seen not in events):
        return seen
    known = events.get(event)
    if isinstance(known, Decide):
        return next((one.seen for one in known.items if one.item == id_), seen)
    if id_ in standing.decided:
        return seen
    for later in reversed(events.values()):
        if later.event == seen:
            break
        if later.by == standing.reviewer and id_ in items_of(later, events):
            return seen
    return held.version
