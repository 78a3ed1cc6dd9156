"""Bring what Pillow decoded to upright 8-bit gray or sRGB on white paper."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms, ImageOps

_SRGB = ImageCms.createProfile("sRGB")
_PROFILE_MODES = {"GRAY": ("L",), "RGB ": ("RGB",), "CMYK": ("CMYK",), "Lab ": ("LAB",)}


def upright_srgb(image: Image.Image) -> Image.Image:
    """Return a decoded image turned as its EXIF says, as "L" or "RGB"; its own color profile is honored."""
    turned = ImageOps.exif_transpose(image)
    return plain(_by_profile(turned, image.info.get("icc_profile")))


def _by_profile(image: Image.Image, profile: object) -> Image.Image:
    if not isinstance(profile, bytes) or image.mode not in {"RGB", "RGBA", "CMYK", "LAB", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if image.mode.removesuffix("A") not in _PROFILE_MODES.get(source.profile.xcolor_space, ()):
            return image
        target = image.mode if image.mode == "RGBA" else "RGB"
        changed = ImageCms.profileToProfile(image, source, _SRGB, outputMode=target)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # a broken profile does not make a sound image unfit
    if changed is None:
        return image
    return changed.convert("L") if image.mode == "L" else changed


def plain(image: Image.Image) -> Image.Image:
    """Return the image as "L" or "RGB" on white paper."""
    if image.mode in {"L", "RGB"} and "transparency" not in image.info:
        return image.copy()
    if image.mode == "1" and "transparency" not in image.info:
        return image.convert("L")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        colored = image.convert("RGBA")
        paper = Image.new("RGBA", colored.size, "white")
        return Image.alpha_composite(paper, colored).convert("RGB")
    if image.mode == "I;16":
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode.startswith(("I", "F")):
        extrema = image.getextrema()
        low, high = (float(value) for value in extrema)  # type: ignore[arg-type]
        scale = 255.0 / max(high - low, 1.0)
        return image.convert("F").point(lambda value: value * scale - low * scale).convert("L")
    return image.convert("RGB")
