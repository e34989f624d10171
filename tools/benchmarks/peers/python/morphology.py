"""Binary morphology by OpenCV, scikit-image, SciPy and Leptonica, each in its own best ways.

A way is a function without arguments that does the work once, plus a function that gives its
result as an array of 0 and 1. All ways use the border rule "pixels off the image never decide"
(dilation reads them as 0, erosion as 1), which is OpenCV's default and scikit-image's rule.
"""

import ctypes
import ctypes.util

import numpy as np


class Element:
    """A structuring element with odd sides and its origin in the middle."""

    def __init__(self, width, height, mask):
        self.width = width
        self.height = height
        self.mask = np.array([[c == "1" for c in row] for row in mask], dtype=np.uint8)
        self.is_rectangle = bool(self.mask.all())


def opencv(image, operation, element):
    import cv2

    cv2.setNumThreads(1)
    source = image * 255
    destination = np.empty_like(source)
    kernel = element.mask
    result = lambda: destination > 0
    if operation == "dilate":
        yield "cv2.dilate", lambda: cv2.dilate(source, kernel, destination), result
    elif operation == "erode":
        yield "cv2.erode", lambda: cv2.erode(source, kernel, destination), result
    else:
        code = {"open": cv2.MORPH_OPEN, "close": cv2.MORPH_CLOSE}[operation]
        yield (
            "cv2.morphologyEx",
            lambda: cv2.morphologyEx(source, code, kernel, destination),
            result,
        )


def scikit_image(image, operation, element):
    from skimage import morphology

    names = {"dilate": "dilation", "erode": "erosion", "open": "opening", "close": "closing"}
    name = names[operation]
    out = np.empty_like(image)
    grey = getattr(morphology, name)
    yield name, lambda: grey(image, element.mask, out=out), lambda: out > 0
    logical = image.astype(bool)
    out_logical = np.empty_like(logical)
    binary = getattr(morphology, "binary_" + name)
    yield (
        "binary_" + name,
        lambda: binary(logical, element.mask, out=out_logical),
        lambda: out_logical,
    )


def scipy(image, operation, element):
    from scipy import ndimage

    order = {
        "dilate": "d",
        "erode": "e",
        "open": "ed",
        "close": "de",
    }[operation]
    shape = (
        {"size": (element.height, element.width)}
        if element.is_rectangle
        else {"footprint": element.mask}
    )
    first = np.empty_like(image)
    second = np.empty_like(image)

    def filters():
        source, target = image, first
        for step in order:
            if step == "d":
                ndimage.maximum_filter(source, output=target, mode="constant", cval=0, **shape)
            else:
                ndimage.minimum_filter(source, output=target, mode="constant", cval=1, **shape)
            source, target = target, second
        return source

    yield (
        "maximum_filter / minimum_filter",
        filters,
        lambda: (first if len(order) == 1 else second) > 0,
    )

    logical = image.astype(bool)
    one = np.empty_like(logical)
    two = np.empty_like(logical)

    def binary():
        source, target = logical, one
        for step in order:
            if step == "d":
                ndimage.binary_dilation(source, element.mask, output=target, border_value=0)
            else:
                ndimage.binary_erosion(source, element.mask, output=target, border_value=1)
            source, target = target, two

    yield (
        "binary_dilation / binary_erosion",
        binary,
        lambda: one if len(order) == 1 else two,
    )


class Leptonica:
    """liblept through ctypes. Its images are packed: 32 pixels a word, the first in the top bit."""

    def __init__(self):
        path = ctypes.util.find_library("lept") or ctypes.util.find_library("leptonica")
        if path is None:
            raise ImportError("no liblept on this machine")
        library = ctypes.CDLL(path)
        library.getLeptonicaVersion.restype = ctypes.c_void_p
        for name in ["pixCreate", "selCreate", "pixGetData"]:
            getattr(library, name).restype = ctypes.c_void_p
        library.setMsgSeverity(6)  # silent: a way that does not exist is found by its result
        library.resetMorphBoundaryCondition(1)  # symmetric: erosion reads 1 off the image
        self.library = library
        self.version = ctypes.string_at(library.getLeptonicaVersion()).decode()

    def upload(self, image):
        height, width = image.shape
        pix = self.library.pixCreate(width, height, 1)
        self.words(pix, image.shape)[:] = self.pack(image)
        return pix

    def words(self, pix, shape):
        per_row = (shape[1] + 31) // 32
        pointer = ctypes.cast(
            self.library.pixGetData(ctypes.c_void_p(pix)), ctypes.POINTER(ctypes.c_uint32)
        )
        return np.ctypeslib.as_array(pointer, (shape[0], per_row))

    def pack(self, image):
        per_row = (image.shape[1] + 31) // 32
        padded = np.zeros((image.shape[0], per_row * 32), dtype=np.uint8)
        padded[:, : image.shape[1]] = image
        return np.packbits(padded, axis=1).view(">u4").astype("<u4")

    def download(self, pix, shape):
        swapped = np.ascontiguousarray(self.words(pix, shape)).astype(">u4").view(np.uint8)
        return np.unpackbits(swapped, axis=1)[:, : shape[1]]

    def sel(self, element):
        sel = self.library.selCreate(element.height, element.width, None)
        self.library.selSetOrigin(
            ctypes.c_void_p(sel), element.height // 2, element.width // 2
        )
        for y, x in zip(*np.nonzero(element.mask)):
            self.library.selSetElement(ctypes.c_void_p(sel), int(y), int(x), 1)
        return sel

    def ways(self, image, operation, element):
        name = {"dilate": "pixDilate", "erode": "pixErode", "open": "pixOpen", "close": "pixClose"}[
            operation
        ]
        source = ctypes.c_void_p(self.upload(image))
        latest = [None]

        def way(function, *arguments):
            call = getattr(self.library, function)
            call.restype = ctypes.c_void_p

            def run():
                made = call(None, source, *arguments)
                if latest[0] is not None:
                    destroy(latest[0])
                latest[0] = made

            def destroy(pix):
                self.library.pixDestroy(ctypes.byref(ctypes.c_void_p(pix)))

            def result():
                if latest[0] is None:
                    raise ValueError("no result")
                return self.download(latest[0], image.shape)

            return function, run, result

        if element.is_rectangle:
            for kind in ["Brick", "BrickDwa", "CompBrick", "CompBrickDwa"]:
                yield way(name + kind, element.width, element.height)
        else:
            yield way(name, ctypes.c_void_p(self.sel(element)))


_leptonica = []


def leptonica_library():
    if not _leptonica:
        _leptonica.append(Leptonica())
    return _leptonica[0]


def leptonica(image, operation, element):
    return leptonica_library().ways(image, operation, element)


libraries = {
    "opencv": opencv,
    "scikit-image": scikit_image,
    "scipy": scipy,
    "leptonica": leptonica,
}
