"""What a part of the bench found: measures held against bars, and tables told beside them."""

from bench.measure import Measure, Table

type Found = tuple[tuple[Measure, ...], tuple[Table, ...]]

KIB, MIB = 1024, 1024 * 1024


def in_mb(size: float) -> float:
    """Give bytes as MB (1,048,576), to a tenth."""
    return round(size / MIB, 1)
