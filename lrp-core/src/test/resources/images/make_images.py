"""Makes the small images beside this file, and what Pillow decodes and resamples from them.

Run in this folder with Pillow (12.3 was used) and cwebp on the path. NAME.rgb holds width and height (big-endian int32)
and the pixels of Image.open(NAME).convert('RGB'); of exif-*, after ImageOps.exif_transpose.
"""

import random
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageOps

random.seed(3)
SOURCE = Image.open("../golden/images/decoded-rgb-500x375.png").convert("RGB")
SMALL = SOURCE.resize((61, 47), Image.BICUBIC)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def packed(samples, depth):
    if depth == 16:
        return b"".join(struct.pack(">H", sample) for sample in samples)
    bits = "".join(format(sample, f"0{depth}b") for sample in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(name, depth, color, extra=b"", interlace=0, colors=None, width=13, height=11):
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    top = colors or 2**depth
    pixels = [[[random.randrange(top) for _ in range(channels)] for _ in range(width)] for _ in range(height)]
    raw = b""
    for left, first, dx, dy in ADAM7 if interlace else [(0, 0, 1, 1)]:
        for y in range(first, height, dy):
            row = sum((pixels[y][x] for x in range(left, width, dx)), [])
            if row:
                raw += b"\0" + packed(row, depth)
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
    content += chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")
    Path(name + ".png").write_bytes(content)


def palette(entries):
    return chunk(b"PLTE", bytes(random.randrange(1, 256) for _ in range(3 * entries)))


GAMMA = chunk(b"gAMA", struct.pack(">I", 45455))
for depth in (1, 2, 4, 8):
    png(f"png-grey-{depth}", depth, 0)
    png(f"png-palette-{depth}", depth, 3, palette(2**depth))
    alpha = bytes(random.randrange(256) for _ in range(2 ** (depth - 1)))
    png(f"png-palette-{depth}-transparent", depth, 3, palette(2**depth) + chunk(b"tRNS", alpha))
png("png-grey-8-gamma", 8, 0, GAMMA)
png("png-grey-8-transparent", 8, 0, chunk(b"tRNS", b"\0\7"))
png("png-grey-8-interlaced", 8, 0, interlace=1)
png("png-grey-alpha-8", 8, 4)
png("png-grey-alpha-16", 16, 4)
png("png-color-8-transparent", 8, 2, chunk(b"tRNS", bytes(6)))
png("png-color-16", 16, 2)
png("png-color-16-interlaced", 16, 2, interlace=1)
png("png-color-alpha-8-interlaced", 8, 6, interlace=1)
png("png-color-alpha-16", 16, 6)
png("png-palette-short", 4, 3, palette(9))
png("png-broken-profile", 8, 2, chunk(b"iCCP", b"abc\0\0garbage"))


def jpeg(name, image=SMALL, **options):
    image.save(name + ".jpg", **{"quality": 90, **options})
    return Path(name + ".jpg").read_bytes()


def without(content, *markers):
    out, position = content[:2], 2
    while True:
        marker, length = content[position + 1], struct.unpack(">H", content[position + 2 : position + 4])[0]
        if marker not in markers:
            out += content[position : position + 2 + length]
        position += 2 + length
        if marker == 0xDA:
            return out + content[position:]


def adobe(content, transform):
    segment = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0" + bytes([transform])
    return content[:2] + segment + without(content, 0xE0, 0xEE)[2:]


full = jpeg("jpeg-444", subsampling=0)
jpeg("jpeg-422", subsampling=1)
half = jpeg("jpeg-420", subsampling=2)
jpeg("jpeg-411", subsampling="4:1:1")
jpeg("jpeg-420-progressive", subsampling=2, progressive=True)
jpeg("jpeg-restarts", restart_marker_blocks=3)
rgb = jpeg("jpeg-rgb", keep_rgb=True)
cmyk = jpeg("jpeg-cmyk", SMALL.convert("CMYK"))
Path("jpeg-444-no-jfif.jpg").write_bytes(without(full, 0xE0))
Path("jpeg-rgb-no-adobe.jpg").write_bytes(without(rgb, 0xE0, 0xEE))
for transform in (0, 1):
    Path(f"jpeg-444-adobe-{transform}.jpg").write_bytes(adobe(full, transform))
Path("jpeg-cmyk-no-adobe.jpg").write_bytes(without(cmyk, 0xE0, 0xEE))
Path("jpeg-ycck.jpg").write_bytes(adobe(cmyk, 2))
Path("jpeg-trailing-bytes.jpg").write_bytes(half + b"\0" * 100 + b"garbage")

SMALL.save("webp-lossless.webp", lossless=True)
SMALL.save("webp-lossy.webp", quality=90)
translucent = SMALL.convert("RGBA")
translucent.putalpha(SMALL.convert("L"))
translucent.save("webp-lossless-alpha.webp", lossless=True, exact=True)
SMALL.quantize(16).convert("RGB").save("webp-lossless-palette.webp", lossless=True)
SMALL.save("webp-animation.webp", save_all=True, append_images=[SMALL.rotate(90)])

for orientation in range(1, 9):
    exif = Image.Exif()
    exif[274] = orientation
    SMALL.crop((0, 0, 16, 9)).save(f"exif-{orientation}.png", exif=exif)
exif[274] = 6
jpeg("exif-6", SMALL.crop((0, 0, 32, 16)), exif=exif)
SMALL.crop((0, 0, 16, 9)).save("exif-6.webp", lossless=True, exif=exif)

for file in sorted([*Path().glob("*.png"), *Path().glob("*.jpg"), *Path().glob("*.webp")]):
    image = Image.open(file)
    image = (ImageOps.exif_transpose(image) if file.name.startswith("exif") else image).convert("RGB")
    size = struct.pack(">II", image.width, image.height)
    Path(file.name + ".rgb").write_bytes(size + image.tobytes())

SMALL.save("resample.png")
for mode in ("nearest", "bilinear", "bicubic", "box", "hamming", "lanczos"):
    for width, height in ((61, 20), (30, 47), (90, 70), (17, 99), (200, 13)):
        pixels = SMALL.resize((width, height), Image.Resampling[mode.upper()]).tobytes()
        Path(f"resample-{mode}-{width}x{height}.rgb").write_bytes(struct.pack(">II", width, height) + pixels)
SMALL.convert("L").convert("RGB").save("luma.png")
