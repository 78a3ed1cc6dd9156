"""Pick the camera and file facts worth keeping out of exiftool's tags."""

from __future__ import annotations

from archive.extract.metadata.fields import Tags, number, text

# EXIF 2.32 (CIPA DC-008), tables 3 to 8; the names on the right are ours and carry their unit.
_NUMBERS = {
    "ExifIFD:ExposureTime": "exposure_seconds",
    "ExifIFD:FNumber": "f_number",
    "ExifIFD:ISO": "iso_speed",
    "ExifIFD:FocalLength": "focal_length_mm",
    "ExifIFD:FocalLengthIn35mmFormat": "focal_length_35mm_mm",
    "ExifIFD:Flash": "flash",
    "IFD0:XResolution": "x_resolution",
    "IFD0:YResolution": "y_resolution",
    "IFD0:ResolutionUnit": "resolution_unit",
    "File:BitsPerSample": "bits_per_sample",
    "File:ColorComponents": "color_components",
}
_TEXTS = {
    "ExifIFD:LensModel": "lens",
    "ExifIFD:DateTimeOriginal": "taken_at",
    "ExifIFD:OffsetTimeOriginal": "taken_at_offset",
    "IFD0:Software": "software",
    "File:FileType": "file_type",
    "ICC-header:ColorSpaceData": "icc_color_space",
}


def technical_facts(tags: Tags) -> dict[str, str | int | float]:
    """Return the facts that are present, by our own names."""
    facts: dict[str, str | int | float] = {}
    for tag, name in _NUMBERS.items():
        value = number(tags, tag)
        if value is not None:
            facts[name] = int(value) if value.is_integer() else value
    for tag, name in _TEXTS.items():
        written = text(tags, tag)
        if written:
            facts[name] = written[:200]
    return facts


def camera_name(tags: Tags) -> str:
    """Return maker and model as one name; many models repeat their maker."""
    make, model = text(tags, "IFD0:Make"), text(tags, "IFD0:Model")
    if make and not model.casefold().startswith(make.casefold().split()[0]):
        return f"{make} {model}".strip()
    return model
