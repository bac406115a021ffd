"""Security headers of every answer.

The Content-Security-Policy allows our own files and nothing else; forms and uploads may go to
the portal and to the bucket that takes the documents.
"""

from functools import cache
from urllib.parse import urlsplit

from chalicelib.settings import load_settings

HSTS = "max-age=63072000; includeSubDomains"

COMMON: dict[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def bucket_origins() -> tuple[str, ...]:
    """Give the origins that a browser posts documents to: the bucket's, nothing wider."""
    settings = load_settings()
    if settings.s3_public_endpoint:
        endpoint = urlsplit(settings.s3_public_endpoint)
        return (f"{endpoint.scheme}://{endpoint.netloc}",)
    if not settings.uploads_bucket:
        return ()
    from chalicelib.aws.session import default_session

    region = default_session().get_config_variable("region") or "eu-west-3"
    bucket = settings.uploads_bucket
    return (f"https://{bucket}.s3.{region}.amazonaws.com", f"https://{bucket}.s3.amazonaws.com")


@cache
def _policy() -> str:
    buckets = " ".join(("'self'", *bucket_origins()))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "manifest-src 'self'",
            f"connect-src {buckets}",
            f"form-action {buckets}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


@cache
def _https_only() -> dict[str, str]:
    secure = load_settings().portal_url.startswith("https:")
    return {"Strict-Transport-Security": HSTS} if secure else {}


def page_headers() -> dict[str, str]:
    """Give the headers of a page: kept by nobody, framed by nobody, running nothing foreign."""
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": _policy(),
        "Cache-Control": "no-store",
        **COMMON,
        **_https_only(),
    }


def endpoint_headers(content_type: str = "application/json") -> dict[str, str]:
    """Give the headers of a JSON answer: nothing that only a page needs."""
    return {
        "Content-Type": content_type,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        **_https_only(),
    }


def forget_policy() -> None:
    """Forget what was computed from the settings, for a process that changes them."""
    _policy.cache_clear()
    _https_only.cache_clear()
