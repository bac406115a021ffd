"""Photos and screenshots, made here: 1 to 50 megapixels, baseline and progressive."""

from pathlib import Path

from PIL import Image

QUALITY = 88


def make_photo(path: Path, megapixels: int, *, is_progressive: bool) -> Path:
    """Make a JPEG of so many megapixels, 4 to 3, with the shades and the grain of a photo."""
    _shades(megapixels).save(path, "JPEG", quality=QUALITY, progressive=is_progressive)
    return path


def make_screenshot(path: Path, megapixels: int) -> Path:
    """Make a PNG of so many megapixels, in flat patches as a screen shows them."""
    _shades(megapixels, Image.Resampling.NEAREST).save(path, "PNG", compress_level=1)
    return path


def _shades(megapixels: int, smoothing: Image.Resampling = Image.Resampling.BICUBIC) -> Image.Image:
    height = round((megapixels * 1_000_000 * 3 / 4) ** 0.5)
    size = (height * 4 // 3, height)
    coarse = [Image.effect_noise((size[0] // 12, height // 12), spread) for spread in (90, 60, 30)]
    return Image.merge("RGB", [one.resize(size, smoothing) for one in coarse])


def cut(path: Path, target: Path, share: float) -> Path:
    """Keep the first `share` of a file."""
    whole = path.read_bytes()
    target.write_bytes(whole[: int(len(whole) * share)])
    return target
