"""Parsing apart: formats that others can corrupt are taken apart in a child process with limits."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from luoshi import errors
from luoshi.errors import Damaged, ReadError
from luoshi.text.child import SUSPICIOUS

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 20
CLOCK_SECONDS = 30
#: How a child ends that the system stopped for using too much; Windows has no such signals.
_EXHAUSTED = {-getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)}
_ROOT = str(Path(__file__).resolve().parents[2])
# `-I` keeps the caller's environment and folder out; the package itself is found where the parent found it.
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from luoshi.text.child import main;"
    " main(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))"
)


def extract_apart(module: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Text and warnings of `data`, by the `extract` of a module of `luoshi` (`text.pdf`) in a child process."""
    limits = (str(MEMORY_BYTES), str(CPU_SECONDS))
    command = [sys.executable, "-I", "-c", _PROGRAM, _ROOT, module, *limits]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=CLOCK_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Damaged(f"解析超过 {CLOCK_SECONDS} 秒，已停止，{SUSPICIOUS}") from None
    except OSError as error:
        raise ReadError(f"启动不了解析进程（{error.strerror}）。请关闭一些程序后再试。") from None
    if done.returncode != 0:
        raise Damaged(_death(done))
    return _answer(done.stdout)


def _answer(output: bytes) -> tuple[str, tuple[str, ...]]:
    header, _, body = output.partition(b"\n")
    said = json.loads(header)
    text = body.decode("utf-8")
    if said["error"]:
        raise getattr(errors, said["error"])(text)
    return text, tuple(said["warnings"])


def _death(done: subprocess.CompletedProcess[bytes]) -> str:
    """Why the child gave no answer, in a person's words."""
    if done.returncode in _EXHAUSTED:
        limits = f"{CPU_SECONDS} 秒、{MEMORY_BYTES >> 20} MB"
        return f"解析用的时间或内存超过上限（{limits}），已停止，{SUSPICIOUS}"
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    why = f"信号 {-done.returncode}" if done.returncode < 0 else last[:200] or f"代码 {done.returncode}"
    return f"解析中断（{why}），{SUSPICIOUS}"
