"""What reading scans needs beside hjforms (识别组件): the extra ``scan``, and the models that its wheels bring along.

The models are those of PP-OCRv6 (Apache-2.0), inside the wheel of rapidocr: one finds lines of text, one reads a line.
They run in onnxruntime on one thread, without a network.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

from hjforms.errors import DependencyMissing
from hjforms.wording import Sentence

NEEDED = ("cv2", "numpy", "onnxruntime", "rapidocr")
MISSING = Sentence(
    "扫描件和照片要先装识别组件：pip install 'hjforms[scan]'；不联网的电脑加上 --no-index "
    "--find-links 离线安装包/wheels。识别本身不联网。"
)
DETECTION, RECOGNITION = "*det*.onnx", "*rec*.onnx"


def require() -> None:
    """Raise ``DependencyMissing`` where scans cannot be read on this machine."""
    if not is_there():
        raise DependencyMissing(MISSING)


@cache
def is_there() -> bool:
    """True where everything is installed that reading scans needs, the models among it."""
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        return False
    return _model(DETECTION) is not None and _model(RECOGNITION) is not None


@cache
def session(pattern: str) -> Any:
    """A model, ready to run on one thread: pages are what runs side by side."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    model = _model(pattern)
    assert model is not None
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


@cache
def _model(pattern: str) -> Path | None:
    """The file of a model in the wheel of rapidocr, which is not imported: it would configure logging."""
    found = importlib.util.find_spec("rapidocr")
    if found is None or found.origin is None:
        return None
    return next(iter(sorted((Path(found.origin).parent / "models").glob(pattern), reverse=True)), None)
