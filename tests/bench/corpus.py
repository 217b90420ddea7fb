"""Posts made up for measuring: the same ones for the same seed, with what real posts hold."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

WORDS = (
    "城市 自行车 道路 设计 安全 研究 数据 模型 语言 图像 训练 方法 结果 问题 系统 网络 应用 时间 空间 部分 "
    "重要 不同 我们 可以 使用 通过 进行 发现 认为 提出 改善 减少 增加 比较 分析 观察 记录 讨论 说明 阅读"
).split()
LATIN = "Python GPT-4 HTTP API Linux iPhone Docker 2013年 10% 3.5GHz C++ Node.js".split()
NUMBERS = "一二三四五六七八九十"


class Writer:
    """Writes posts; all chance comes from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def sentence(self) -> str:
        words = [self.chance.choice(WORDS) for _ in range(self.chance.randint(8, 16))]
        if self.chance.random() < 0.4:
            word = self.chance.choice(LATIN)
            spaced = word if self.chance.random() < 0.2 else f" {word} "
            words.insert(self.chance.randrange(1, len(words)), spaced)
        if self.chance.random() < 0.1:
            words.append(" `code` ")
        if self.chance.random() < 0.06:
            words.append("**重点：**")
        if self.chance.random() < 0.05:
            words.append("[来源](https://example.com/a?q=1)")
        words.insert(len(words) // 2, "," if self.chance.random() < 0.03 else "，")
        return "".join(words) + "。"

    def paragraph(self) -> str:
        text = "".join(self.sentence() for _ in range(self.chance.randint(2, 5)))
        if self.chance.random() < 0.1:
            text = text.replace("，", "，\n", 1)
        return text + "\n"

    def section(self, number: int) -> Iterator[str]:
        mark = self.chance.choice(("#", "##", "##"))
        yield f"{mark} {NUMBERS[number % 10]}、{self.chance.choice(WORDS)}与{self.chance.choice(WORDS)}\n"
        for _ in range(self.chance.randint(2, 3)):
            yield self.paragraph()
        kind = self.chance.random()
        if kind < 0.25:
            yield "```python\n" + "print('中文a')  # 注释\n" * self.chance.randint(3, 12) + "```\n"
        elif kind < 0.5:
            yield "".join(f"- {self.sentence()}\n" for _ in range(4))
        elif kind < 0.6:
            yield "".join(f"{at}.{self.sentence()}\n" for at in range(1, 4))
        elif kind < 0.7:
            yield "| 年 | 模型 | 参数 |\n|---|---|---|\n" + "| 2018 | BERT | 3.4亿 |\n" * 4
        elif kind < 0.75:
            yield "$$\nE = mc^2\n$$\n"

    def post(self, size: int) -> str:
        """A post of about ``size`` bytes."""
        day = f"{self.chance.randint(2012, 2024)}-{self.chance.randint(1, 12):02}-01"
        parts = [f"---\ntitle: {self.sentence()[:12]}\ndate: {day}\ntags: 城市, 道路\n---\n"]
        while sum(len(part.encode()) for part in parts) < size - 800:
            parts += self.section(len(parts))
        parts.append("# 参考文献\n")
        parts += [
            f"[{at}] 作者. ({day[:4]}). {self.sentence()[:20]}. 出版社.\n" for at in (1, 2, 3)
        ]
        return "\n".join(parts)


def posts(number: int, size: int = 8000, seed: int = 1) -> Iterator[str]:
    """So many posts of about ``size`` bytes."""
    writer = Writer(seed)
    return (writer.post(size) for _ in range(number))


def write(folder: Path, number: int, size: int = 8000, seed: int = 1) -> None:
    """Put posts below ``folder``, a hundred to a folder."""
    for at, post in enumerate(posts(number, size, seed)):
        path = folder / f"{at // 100:02}" / f"post-{at:04}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(post, encoding="utf-8")
