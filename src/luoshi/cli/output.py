"""Output: standard output and error as bytes, and files written whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from luoshi.errors import OptionError


def warn(warnings: Iterable[str]) -> None:
    """Warnings, each on a line of standard error."""
    for warning in warnings:
        complain(f"注意：{warning}")


def put(content: str | bytes, out: Path | None, *, binary: bool) -> None:
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    if out:
        _write_whole(out, data)
    elif binary and sys.stdout.isatty():
        raise OptionError("xlsx、docx 不能打印在屏幕上。请用 -o 写明文件名，例如 -o 任务分解表.xlsx。")
    else:
        print_out(data)


#: What keeps a file from being written, and what to do.
_OBSTACLES = {
    errno.ENOENT: "没有这个文件夹。请先建好文件夹，或者换一个位置。",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹。请核对路径。",
    errno.EISDIR: "这是文件夹。请在后面加上文件名。",
    errno.EACCES: "没有写入的权限。请换一个可以写入的文件夹。",
    errno.EPERM: "不允许写入。请换一个可以写入的文件夹。",
    errno.EROFS: "磁盘是只读的。请换一个可以写入的文件夹。",
    errno.ENOSPC: "磁盘满了。请腾出空间，或者换一个磁盘。",
    errno.ENAMETOOLONG: "文件名太长。请换一个短的。",
}


def obstacle(error: OSError) -> str:
    return _OBSTACLES.get(error.errno or 0, f"{error.strerror}。请换一个位置再试。")


def _write_whole(out: Path, data: bytes) -> None:
    """The whole file or nothing: written beside it first, then put in its place."""
    try:
        if out.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        if out.exists() and not out.is_file():
            # A device or a pipe (`-o /dev/null`) is written to, never replaced by a file.
            out.write_bytes(data)
        else:
            _replace(out.resolve(), data)
    except OSError as error:
        raise OptionError(f"写不成“{out}”：{obstacle(error)}没有留下不完整的文件。") from error


def _replace(out: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=".luoshi-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(out)
    finally:
        Path(name).unlink(missing_ok=True)


def _umask() -> int:
    """The mask for new files; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def print_out(content: str | bytes) -> None:
    if sys.stdout is None:
        raise OptionError("标准输出是关着的，结果无处可写。请用 -o 写明文件名。")
    sys.stdout.buffer.write(
        content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    )
    sys.stdout.buffer.flush()


def complain(message: str) -> None:
    if sys.stderr is not None:
        sys.stderr.buffer.write((message + "\n").encode("utf-8", "backslashreplace"))
        sys.stderr.buffer.flush()
