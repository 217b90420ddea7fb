"""The words that the rules for Chinese know by heart; the manifest adds more."""

from __future__ import annotations

# Words in which Han and Latin letters stand without a space, in the two scripts of Chinese.
SIMPLIFIED = tuple(
    "T恤 B站 A股 B股 H股 B超 X光 X射线 AA制 卡拉OK 维C 维生素C K歌 K线 U盘 C位 Q版 3D打印 Ｔ恤 豆瓣FM e租宝"
    " α粒子 β粒子 γ射线".split()
)
TRADITIONAL = tuple(
    "T恤 A股 B股 H股 X光 X射線 AA制 卡拉OK K歌 K線 C位 Q版 3D列印 Ｔ恤 α粒子 β粒子 γ射線".split()
)

# Proper nouns as their owners spell them. Words that also name a file, a folder or a unit in small
# letters (html, json, mb) are left out: nobody can tell which is meant.
NAMES = tuple(
    "GitHub GitLab JavaScript TypeScript CoffeeScript jQuery Node.js Vue.js MySQL PostgreSQL MongoDB SQLite"
    " MariaDB NoSQL GraphQL GPT ChatGPT OpenAI LLM GPU CPU PyTorch TensorFlow NumPy WordPress YouTube"
    " LinkedIn Facebook iPhone iPad iOS macOS Ubuntu CentOS FreeBSD Kubernetes RabbitMQ WebAssembly"
    " WebSocket PayPal IntelliJ PyCharm PowerPoint".split()
)
