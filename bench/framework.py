"""What a validated POST costs with our framework around it, as a ratio to pydantic alone."""

from bench.layout import lay_out
from bench.measure import Measure, Section
from bench.processes import Bench
from bench.stage import ENVIRONMENT

FEW, MANY = 20, 220
BAR = 2.5

HOW = """A POST of some 600 bytes, validated by a typed and bounded model, among thirty routes:
through Chalice and our `endpoint`, and by `model_validate_json` and `json.dumps` alone. What is
counted is the instructions of two hundred requests, the process's start taken away."""


def bench_framework() -> Section:
    """Measure the framework's share."""
    bench = Bench(lay_out(), ENVIRONMENT)
    ours, bare = (per_request(bench, which) for which in ("ours", "bare"))
    return Section(
        "The framework around a validated POST (goal 5)",
        HOW,
        (
            Measure("5", "our endpoint, of bare pydantic", ours / bare, "times", BAR),
            Measure("", "our endpoint, thousand instructions a request", round(ours / 1000)),
            Measure("", "bare pydantic, thousand instructions a request", round(bare / 1000)),
        ),
    )


def per_request(bench: Bench, which: str) -> float:
    """Count the instructions of one request, once everything is loaded."""
    few, many = (bench.count_script("validated.py", which, str(times)) for times in (FEW, MANY))
    return (many - few) / (MANY - FEW)
