"""Prints the numbers in scikit-image.golden.ts. Run: /usr/bin/python3 this-file

The pictures come from a formula that the test repeats, so that none has to be stored.
"""
import hashlib
import json

import numpy
import skimage
from skimage.filters import threshold_otsu, threshold_sauvola


def picture(width, height, kind):
    y, x = numpy.mgrid[0:height, 0:width].astype(numpy.int64)
    noise = (x * 7919 + y * 104729 + (x * y) * 31) % 61
    if kind == "page":
        ink = ((x // 3 + y // 5) % 4 == 0) & ((x * y) % 7 < 4)
        level = 140 + (x * 100) // width - noise // 2 - ink * 90
    elif kind == "gradient":
        level = (x * 255) // max(1, width - 1) + noise // 6 - y
    else:
        level = noise * 4
    return numpy.clip(level, 0, 255).astype(numpy.uint8)


def digest(light):
    return hashlib.sha256(numpy.packbits(light, axis=1).tobytes()).hexdigest()


cases = []
for width, height, kind in [(97, 61, "page"), (64, 64, "gradient"), (33, 20, "noise"), (7, 5, "page")]:
    image = picture(width, height, kind)
    for window, k in [(3, 0.2), (15, 0.2), (25, 0.34), (31, 0.5)]:
        light = image > threshold_sauvola(image, window_size=window, k=k)
        cases.append(
            {
                "width": width,
                "height": height,
                "kind": kind,
                "otsu": int(threshold_otsu(image)),
                "window": window,
                "k": k,
                "light": int(light.sum()),
                "sha256": digest(light),
            }
        )
print(f"// scikit-image {skimage.__version__}, numpy {numpy.__version__}")
print(json.dumps(cases, indent=2))
