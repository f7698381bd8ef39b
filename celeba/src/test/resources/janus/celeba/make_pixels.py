"""Writes the JPEGs and pixels PixelGoldenTest reads. Made by Pillow 9.4.0 of Debian 12: /usr/bin/python3 make_pixels.py

Every .rgb file is the raw bytes [height][width][3] Pillow gives for the .jpg of that name, or for its resize.
"""
import pathlib
import numpy
from PIL import Image

here = pathlib.Path(__file__).parent
random = numpy.random.RandomState(7)
W, H = 37, 46  # odd by even, neither a multiple of 16: partial blocks on both sides


def picture():
    y, x = numpy.mgrid[0:H, 0:W]
    waves = [127 + 90 * numpy.sin(x * a + y * b) for a, b in ((.3, .1), (-.1, .4), (.2, -.25))]
    return Image.fromarray(numpy.clip(numpy.stack(waves, -1) + random.randint(-30, 30, (H, W, 3)), 0, 255).astype("uint8"))


rgb = picture()
variants = {
    "420": dict(subsampling=2), "422": dict(subsampling=1), "444": dict(subsampling=0),
    "progressive": dict(subsampling=2, progressive=True),
}
for name, options in variants.items():
    rgb.save(here / f"{name}.jpg", quality=88, **options)
rgb.convert("L").save(here / "grey.jpg", quality=88)
for name in [*variants, "grey"]:
    (here / f"{name}.rgb").write_bytes(Image.open(here / f"{name}.jpg").convert("RGB").tobytes())

rgb.convert("CMYK").save(here / "cmyk.jpg")
rgb.save(here / "image.webp", quality=50)

decoded = Image.open(here / "444.jpg").convert("RGB")
for width, height in ((16, 16), (64, 64), (37, 20), (11, 46), (1, 1), (50, 9)):
    (here / f"resized-{width}x{height}.rgb").write_bytes(decoded.resize((width, height), Image.BILINEAR).tobytes())
