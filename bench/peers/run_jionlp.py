"""JioNLP: amounts of money and times, paragraph by paragraph."""

import jionlp

DISTRIBUTION = "jionlp"


def one_pass(text: str) -> None:
    for line in filter(str.strip, text.split("\n")):
        jionlp.ner.extract_money(line)
        jionlp.ner.extract_time(line)
