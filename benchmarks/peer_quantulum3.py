"""What numbers does quantulum3 read in each sentence, and how long does it take?

Runs under the interpreter of an environment of its own: a JSON string a line on standard input, a JSON object a line
on standard output. Its unit classifier is on, as it is where scikit-learn is installed.
"""

import json
import sys
import time
import warnings

warnings.simplefilter("ignore")

from quantulum3 import parser  # noqa: E402  (the warning comes at import)


def main() -> None:
    parser.parse("It costs 3 dollars and weighs 2 kg.")  # loads its tables
    for line in sys.stdin:
        text = json.loads(line)
        start = time.process_time()
        try:
            quantities = parser.parse(text)
        except Exception as error:  # noqa: BLE001 (a peer's crash is one of its answers)
            print(json.dumps({"values": [], "units": [], "seconds": time.process_time() - start, "error": repr(error)}))
            continue
        seconds = time.process_time() - start
        values = [end for quantity in quantities for end in ends(quantity)]
        print(
            json.dumps({"values": values, "units": [quantity.unit.name for quantity in quantities], "seconds": seconds})
        )


def ends(quantity) -> list[float]:
    """Both ends of a range, which it reads as a middle with an uncertainty, else the value."""
    if quantity.uncertainty:
        return [quantity.value - quantity.uncertainty, quantity.value + quantity.uncertainty]
    return [quantity.value]


main()
