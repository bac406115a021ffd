"""How messages come: at least once, some of them twice, some of them after others."""

from collections import Counter, deque
from dataclasses import dataclass, field
from random import Random
from typing import Any

LATE = 0.5
"""Which share of the second copies comes only when all else is done."""


@dataclass(slots=True)
class Message:
    """Something that is to be handed to a function, and how often it was brought."""

    body: Any
    brought: int = 0


@dataclass(slots=True)
class Habits:
    """Which share of all messages comes twice, and which share after others; by a seed."""

    random: Random
    duplicated: float = 0.0
    reordered: float = 0.0
    seen: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Channel:
    """A queue or a stream before one function: what failed comes again, `most` times at all."""

    name: str
    habits: Habits
    most: int
    waiting: deque[Message] = field(default_factory=deque)
    dead: list[Message] = field(default_factory=list)
    late: list[Message] = field(default_factory=list)

    def put(self, body: Any) -> None:
        """Bring a message in: now, or after some of those to come; once, or twice."""
        habits, message = self.habits, Message(body)
        habits.seen["events"] += 1
        if habits.random.random() < habits.duplicated:
            habits.seen["duplicated"] += 1
            if habits.random.random() < LATE:
                self.late.append(Message(body))
            else:
                self.waiting.insert(habits.random.randint(0, len(self.waiting)), Message(body))
        if habits.random.random() < habits.reordered:
            habits.seen["reordered"] += 1
            self.waiting.insert(habits.random.randint(0, len(self.waiting)), message)
        else:
            self.waiting.append(message)

    def bring_late(self) -> None:
        """Bring the copies that come long after the others."""
        self.waiting.extend(self.late)
        self.late.clear()

    def take(self, most: int) -> list[Message]:
        """Take a batch."""
        batch = [self.waiting.popleft() for _ in range(min(most, len(self.waiting)))]
        for message in batch:
            message.brought += 1
            self.habits.seen["delivered"] += 1
        return batch

    def give_back(self, messages: list[Message]) -> None:
        """Bring again what failed, unless it was brought so often that it goes to the dead letters."""
        for message in messages:
            if message.brought >= self.most:
                self.dead.append(message)
            else:
                self.waiting.append(message)
