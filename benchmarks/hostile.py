"""Hostile updates: real ones of every kind, with something bent about them.

Fields gone, doubled or of another kind; numbers without end; texts of nothing, of half characters,
of markup, of SQL, from right to left; buttons of other chats, and such that never were.
"""

import copy
import random
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.chat.telegram.fake import FakeTelegram, group, person, private

Json = dict[str, Any]
PEOPLE = 40  # ids of persons with private chats, and of groups
ADMIN = 99  # speaks in private only
MOVING = range(-2040, -2000)  # groups that move; the others hold what must stay theirs
_POOL = 3000  # actions seen that are pressed again, anywhere
_SURROGATE = "\ud83d"
# All kinds of update that the library knows and the bot does not ask for.
_UNASKED = ("edited_message", "channel_post", "edited_channel_post", "business_message", "my_chat_member", "chat_member", "poll_answer", "message_reaction", "guest_message")  # fmt: skip
_TEXTS = (
    "", " ", "\x00", _SURROGATE, "𠮷" * 2000, "<b>&lt;</blockquote>", "<script>alert(1)</script>", "&#0;", "/", "／", "/aspect",
    "/aspect 99999999999999999999", "/aspect٣", "／方面 三", "@prep_bot", "@prep_bot /note", "2021'; DROP TABLE notes; --", "%s %n {0}",
    "\u202e征拆\u202c", "\u2066x\u2069", "a" * 4096, "\n" * 4000, "1" * 400, "/start i" + "A" * 16, "\"OR 1=1", "NEAR(信访 征拆)", "统战*", "-信访",
    "清单", "换一批", "还有吗", "第三方面", "帮我写一份", "信访", "征\u0300拆", "\u200b", "\ufeff/start", "ａｓｐｅｃｔ", "/ASPECT3", "五个带头 2021", "二〇二四",
    "等靠要怎么写", "我在街道管信访", "群众那条", "电话13800001234，身份证11010519491231002X", "机密★1年", "内部资料 严禁外传", "3月处理积案时我只看了卷宗，没有到当事人家里去。",
    "主题：强作风\n1. 带头学习\n2. 带头联系群众\n3. 带头担当\n4. 带头廉洁", "一、存在的问题\n1.走访不深入。" + "走访不深入。" * 60, "取消", "🙂" * 300, "\r\n\t", "ﷺ" * 500,
)  # fmt: skip
_ARGUMENTS = (
    "", "3", "٣", "99", "-1", "9" * 30, "x" * 4000, "<b>", "a'; DROP TABLE sessions; --", "第三方面", "3 今年只下去过两次", "新建 局长", "删除 1", "改名 \x00", "班子",
    "信访", "2024", "new 1. 带头学习\n2. 带头担当\n3. 带头廉洁", "docx", "md", _SURROGATE, "@prep_bot", "12 7", "0 0", "电话13800001234", "机密★",
)  # fmt: skip
_KEYS = (
    "", ":", "3", "99", "x", "1:study", "3:99", "999999999", "-1", "١", "x:y:z", "yes", "ask", "no", "team", "2024", "own1", "own999", "party", "火星",
    "9e9", "new", "gone:1", "del:1", "docx", "x" * 60, _SURROGATE, "3:99999", ":study", "3::", "open:00000000", "mask:ffffffff", "drop:",
)  # fmt: skip
_VALUES = (
    None, True, 0, -1, 2**31, 2**63, 10**40, 1.5, "", "x", "9" * 300, [], {}, [[]], {"id": {}}, [None] * 50, _SURROGATE,
)  # fmt: skip
_FILES = (
    b"",
    b"PK\x03\x04",
    b"\xff" * 99,
    "征拆".encode(),
    b"%PDF-1.4",
    "一、存在的问题\n1.走访不深入。".encode() * 20,
)
_NAMES = ("a.txt", "a.docx", "a.pdf", "../../x.txt", "", "a.zip", _SURROGATE, "<b>.txt", "x" * 300 + ".txt")  # fmt: skip


class Hostile:
    """Makes updates; `commands` and `verbs` are what the bot knows."""

    def __init__(
        self,
        chance: random.Random,
        telegram: FakeTelegram,
        *,
        commands: Sequence[str],
        verbs: Sequence[str],
    ) -> None:
        self.chance = chance
        self.telegram = telegram
        self.number = 0
        self._commands = commands
        self._verbs = verbs
        self._seen: deque[str] = deque(maxlen=_POOL)
        self._kinds: tuple[Callable[[], Json], ...] = (
            *(self._message,) * 6, *(self._press,) * 6, self._inline, self._document, self._migration,
            self._picture, self._unasked,
        )  # fmt: skip

    def saw(self, actions: Iterable[str]) -> None:
        """Remembers actions of buttons that the bot sent to any chat, to press them in others."""
        self._seen.extend(actions)

    def update(self) -> Json:
        """An update of any kind, usually with something wrong about it; some numbers come again."""
        made = copy.deepcopy(self.chance.choice(self._kinds)())
        self.number += self.chance.random() < 0.97
        made["update_id"] = self.number
        for _ in range(self.chance.choice((0, 0, 1, 1, 2, 5))):
            self._bend(made)
        if type(made.get("update_id")) is not int:
            made["update_id"] = self.number  # which Telegram never leaves out
        return made

    def _bend(self, value: Any) -> None:
        """Changes one place somewhere inside."""
        while isinstance(value, dict | list) and value:
            key = self.chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
            inner = value[key]
            if isinstance(inner, dict | list) and inner and self.chance.random() < 0.8:
                value = inner
                continue
            if isinstance(value, dict) and self.chance.random() < 0.3:
                del value[key]
            elif isinstance(value, dict) and isinstance(inner, str) and self.chance.random() < 0.5:
                value[key] = self.chance.choice(_TEXTS)
            else:
                value[key] = copy.deepcopy(self.chance.choice(_VALUES))
            return

    def _place(self) -> tuple[Json, Json]:
        """A chat and somebody in it."""
        if self.chance.random() < 0.02:
            return private(ADMIN), person(ADMIN)
        number = self.chance.randint(1, PEOPLE)
        if self.chance.random() < 0.7:
            return private(number), person(number)
        return group(-1000 - number), person(self.chance.randint(1, PEOPLE))

    def _message(self) -> Json:
        chat, who = self._place()
        text = self.chance.choice(_TEXTS)
        if self.chance.random() < 0.6:
            text = f"/{self.chance.choice(self._commands)} {self.chance.choice(_ARGUMENTS)}"
        more: Json = {}
        if self.chance.random() < 0.2:
            more["reply_to_message"] = self._old(chat)
        if self.chance.random() < 0.1:
            more |= {"is_topic_message": True, "message_thread_id": self.chance.randint(0, 5)}
        if self.chance.random() < 0.05:
            more["sender_chat"] = chat
        return self.telegram.message(text, chat, **{"from": who}, **more)

    def _press(self) -> Json:
        chat, who = self._place()
        action = f"{self.chance.choice(self._verbs)}:{self.chance.choice(_KEYS)}"
        if self._seen and self.chance.random() < 0.6:
            action = self.chance.choice(self._seen)
        elif self.chance.random() < 0.2:
            action = self.chance.choice(_TEXTS)
        update = self.telegram.press(action, self._old(chat))
        update["callback_query"]["from"] = who
        return update

    def _old(self, chat: Json) -> Json:
        """A message of the chat, of the bot if there is one, or one that cannot be reached any more."""
        known = [m for (there, _), m in self.telegram.messages.items() if there == chat["id"]][-20:]
        if not known or self.chance.random() < 0.2:
            return {"message_id": self.chance.randint(0, 10**6), "date": 0, "chat": chat}
        return {key: v for key, v in self.chance.choice(known).items() if key != "reply_to_message"}

    def _inline(self) -> Json:
        words, offset = self.chance.choice(_TEXTS), self.chance.choice(("", "x", "-1", "99", "5"))
        update = self.telegram.inline(words, offset)
        update["inline_query"]["from"] = person(self.chance.randint(1, PEOPLE))
        return update

    def _document(self) -> Json:
        chat, who = self._place()
        document = self.telegram.document(self.chance.choice(_FILES), self.chance.choice(_NAMES))
        caption = self.chance.choice(("", "/check", "/ingest", "check", self.chance.choice(_TEXTS)))
        return self.telegram.message(chat=chat, document=document, caption=caption, **{"from": who})

    def _migration(self) -> Json:
        old, new = self.chance.choice(MOVING), self.chance.choice(MOVING)
        return self.telegram.message(chat=group(old), migrate_to_chat_id=new)

    def _picture(self) -> Json:
        chat, who = self._place()
        photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
        return self.telegram.message(chat=chat, photo=photo, **{"from": who})

    def _unasked(self) -> Json:
        update = self._message()
        return {"update_id": 0, self.chance.choice(_UNASKED): update["message"]}
