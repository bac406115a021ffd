"""AWS's quotas, and the share of each that the packaged stack uses."""

from bench.layout import lay_out
from bench.measure import Section, Table
from infra.quotas import Share, list_shares, open_stack

TITLE = "Shares of AWS's quotas"
HOW = """The packaged zip, and the template after SAM's transform, with the longest values of any
stage. A test fails above the bar, so that there is time to act before a deployment is refused."""


def bench_quotas() -> Section:
    """Measure the packaged stack."""
    return quota_section(list_shares(open_stack(lay_out().package)))


def quota_section(shares: tuple[Share, ...]) -> Section:
    """Write the shares as a table."""
    heads = ("quota", "allowed", "share used", "bar")
    rows = tuple(tell_share(one) for one in shares)
    return Section(TITLE, HOW, (), (Table("Used of what AWS allows", heads, rows),))


def tell_share(share: Share) -> tuple[str, str, str, str]:
    """Write one row; shares are rounded, so that a word more in a template changes no page."""
    quota = share.quota
    allowed = f"{quota.most:,}".replace(",", " ") + f" {quota.unit}".rstrip()
    return (f"[{quota.what}]({quota.source})", allowed, f"{share.part:.0%}", f"{quota.bar:.0%}")
