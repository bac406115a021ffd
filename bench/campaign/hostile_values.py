"""Values that nobody means well: for a field, a place of a path, a query, a header, a body."""

from collections.abc import Callable
from random import Random

DEEP = 3_000

WORDS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "é" * 5_000,
    "x" * 70_000,
    "🌞" * 300,
    "\u202egnp.fdp",
    "{0.__class__.__init__.__globals__}",
    "{visit.secret}",
    "%s%n%x",
    "%(name)s",
    "{{ 7 * 7 }}",
    "{% for one in ().__class__.__base__.__subclasses__() %}",
    "<script>alert(1)</script>",
    "'\"><svg/onload=alert(1)>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "..%2f..%2f",
    "%00",
    "%zz",
    "a\r\nSet-Cookie: raccordo=1",
    "javascript:alert(1)",
    "//ailleurs.example/",
    "http://[::1",
    "-1",
    "0",
    "00000000000000000000000001",
    "9" * 400,
    "1e400",
    "NaN",
    "-Infinity",
    "1,5",
    "१२३",
    "²",
    "0001-01-01",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-02-30",
    "2026-W53-7",
    "10000-01-01",
    "true",
    "null",
    "undefined",
    "dos_",
    "dos_" + "g" * 32,
    "toy_1",
    "usr_platform",
    "C#dos_1",
    "J#dos_1#E#00000001",
    "a@b",
    "a@" + "b" * 300 + ".example",
    "x" * 65 + "@exemple.example",
    "zoé@exämple.example",
    '"a b"@exemple.example',
    "06 12",
    "+33 6 12 34 56 78 " * 5,
    "eyJwayI6IkMjZG9zXzEifQ",
    "W10=",
    "bnVsbA",
    "A" * 43,
)
NESTED = ("[" * DEEP + "]" * DEEP, '{"a":' * DEEP + "1" + "}" * DEEP)
BODIES = (
    "",
    "null",
    "[]",
    "1",
    '"words"',
    "{",
    "{]",
    "\x00",
    '{"a": NaN}',
    '{"a": 1e999}',
    '{"a": ' + "9" * 5_000 + "}",
    '{"\\ud800": "\\ud800"}',
    '{"a": 1, "a": 2}',
    "a=1&" * 3_000,
    "%ff=%fe&a=%zz",
    "=&=&=",
    *NESTED,
)
HEADERS = (
    "referer",
    "cookie",
    "accept-language",
    "authorization",
    "content-type",
    "origin",
    "idempotency-key",
    "host",
    "user-agent",
    "x-forwarded-for",
    "if-none-match",
    "if-modified-since",
    "accept",
)
KINDS = (
    "application/json",
    "application/json; charset=utf-7",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "\x00",
    "",
)


def choose_word(random: Random) -> str:
    """Choose a text, sometimes two put together."""
    first = random.choice(WORDS)
    return first + random.choice(WORDS) if random.random() < 0.1 else first


type Make = Callable[[Random, int], object]

MAKERS: tuple[Make, ...] = (
    lambda _random, _depth: None,
    lambda random, _depth: random.choice((True, False)),
    lambda random, _depth: random.choice((0, -1, 2**31, 2**63, 10**400, -(10**40))),
    lambda random, _depth: random.choice((0.1, -1e308, 1e-320, float("nan"), float("inf"))),
    lambda random, depth: [choose_value(random, depth + 1)] * (random.choice((0, 1, 300)) >> depth),
    lambda random, depth: {choose_word(random): choose_value(random, depth + 1) for _ in range(2)},
    lambda random, _depth: [[]] * random.randrange(4),
    lambda _random, _depth: {},
)


def choose_value(random: Random, depth: int = 0) -> object:
    """Choose a value of JSON: of a wrong type, of a wrong size, nested."""
    if depth > 3 or random.random() < 0.5:
        return choose_word(random)
    return random.choice(MAKERS)(random, depth)
