"""Recognizers-Text: numbers, percentages, dimensions and currency, paragraph by paragraph."""

from recognizers_number import Culture, recognize_number, recognize_percentage
from recognizers_number_with_unit import recognize_currency, recognize_dimension

DISTRIBUTION = "recognizers-text-suite"
MODELS = (recognize_number, recognize_percentage, recognize_dimension, recognize_currency)


def one_pass(text: str) -> None:
    for line in filter(str.strip, text.split("\n")):
        for recognize in MODELS:
            recognize(line, Culture.Chinese)
