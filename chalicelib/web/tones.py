"""The tones in which a state is shown: its word says what it is, its colour how it stands."""

from typing import Literal

type Tone = Literal["draft", "now", "wait", "done", "stop"]
