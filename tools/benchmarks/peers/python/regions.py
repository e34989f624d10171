"""Regions of binary images by OpenCV, scikit-image, SciPy and Leptonica, each in its own best ways.

As in morphology.py a way is a name, a function that does the work once, and one that gives its
result: an array of 0 and 1, or of whole numbers. Labels are numbered anew in the order of their
first pixels before they are compared, because libraries count in different orders.
"""

import ctypes

import numpy as np

from morphology import leptonica_library

CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], dtype=np.uint8)
SQUARE = np.ones((3, 3), dtype=np.uint8)


def seed_of(image, every):
    """The seed of a reconstruction: what lies on every so many-th row."""
    seed = np.zeros_like(image)
    seed[::every] = image[::every]
    return seed


def numbered(labels):
    """Labels in the order of their first pixels."""
    flat = np.ascontiguousarray(labels).ravel()
    values, first = np.unique(flat, return_index=True)
    order = np.zeros(int(values.max()) + 1, dtype=np.uint32)
    found = values[values > 0][np.argsort(first[values > 0])]
    order[found] = np.arange(1, len(found) + 1, dtype=np.uint32)
    return order[flat]


class Latest:
    """Keeps what a run returned."""

    def __init__(self, function):
        self.function = function
        self.value = None

    def run(self):
        self.value = self.function()


def returning(name, function, result=lambda value: value):
    latest = Latest(function)
    return name, latest.run, lambda: result(latest.value)


def opencv(image, operation, size):
    import cv2

    cv2.setNumThreads(1)
    source = image * 255
    if operation == "median":
        target = np.empty_like(source)
        yield "cv2.medianBlur", lambda: cv2.medianBlur(source, size, target), lambda: target > 0
    elif operation == "label":
        labels = np.empty(source.shape, dtype=np.int32)
        yield (
            "cv2.connectedComponents",
            lambda: cv2.connectedComponents(source, labels, size, cv2.CV_32S),
            lambda: numbered(labels),
        )
    elif operation == "fill-holes":

        def fill():
            framed = cv2.copyMakeBorder(source, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
            cv2.floodFill(framed, None, (0, 0), 255, flags=size)
            return cv2.bitwise_or(cv2.bitwise_not(framed[1:-1, 1:-1]), source)

        yield returning("cv2.floodFill from the frame", fill, lambda value: value > 0)
    elif operation.startswith("distance"):
        kind, mask = {
            "distance-city-block": (cv2.DIST_L1, 3),
            "distance-chessboard": (cv2.DIST_C, 3),
            "distance-euclidean": (cv2.DIST_L2, cv2.DIST_MASK_PRECISE),
        }[operation]
        power = 2 if operation == "distance-euclidean" else 1
        target = np.empty(source.shape, dtype=np.float32)
        yield (
            "cv2.distanceTransform",
            lambda: cv2.distanceTransform(source, kind, mask, target),
            lambda: np.rint(target.astype(np.float64) ** power),
        )
        if operation == "distance-city-block":
            bytewise = np.empty_like(source)
            yield (
                "cv2.distanceTransform, 8 bits",
                lambda: cv2.distanceTransform(source, kind, mask, bytewise, cv2.CV_8U),
                lambda: bytewise,
            )


def scikit_image(image, operation, size):
    from skimage import filters, measure, morphology

    logical = image.astype(bool)
    if operation == "median":
        window = np.ones((size, size))
        yield returning("filters.median", lambda: filters.median(image, window))
    elif operation == "label":
        connectivity = 2 if size == 8 else 1
        yield returning(
            "measure.label", lambda: measure.label(logical, connectivity=connectivity), numbered
        )
    elif operation == "skeletonize":
        yield returning("morphology.skeletonize", lambda: morphology.skeletonize(logical))
    elif operation == "thin":
        yield returning("morphology.thin", lambda: morphology.thin(logical))
    elif operation == "reconstruct":
        seed = seed_of(image, size)
        yield returning(
            "morphology.reconstruction",
            lambda: morphology.reconstruction(seed, image, footprint=SQUARE),
        )
    elif operation == "fill-holes":
        seed = image.copy()
        seed[1:-1, 1:-1] = 1
        yield returning(
            "morphology.reconstruction by erosion",
            lambda: morphology.reconstruction(seed, image, method="erosion", footprint=CROSS),
        )


def scipy(image, operation, size):
    from scipy import ndimage

    logical = image.astype(bool)
    if operation == "median":
        target = np.empty_like(image)
        yield (
            "median_filter",
            lambda: ndimage.median_filter(image, size, output=target, mode="nearest"),
            lambda: target,
        )
    elif operation == "label":
        structure = SQUARE if size == 8 else CROSS
        labels = np.empty(image.shape, dtype=np.int32)
        yield (
            "label",
            lambda: ndimage.label(logical, structure, output=labels),
            lambda: numbered(labels),
        )
    elif operation == "reconstruct":
        seed = seed_of(logical, size)
        yield returning(
            "binary_propagation", lambda: ndimage.binary_propagation(seed, SQUARE, mask=logical)
        )
    elif operation == "fill-holes":
        yield returning("binary_fill_holes", lambda: ndimage.binary_fill_holes(logical, CROSS))
    elif operation == "distance-euclidean":
        yield returning(
            "distance_transform_edt",
            lambda: ndimage.distance_transform_edt(image),
            lambda value: np.rint(value**2),
        )
    elif operation.startswith("distance"):
        metric = {"distance-city-block": "taxicab", "distance-chessboard": "chessboard"}[operation]
        yield returning(
            "distance_transform_cdt", lambda: ndimage.distance_transform_cdt(image, metric)
        )


def leptonica(image, operation, size):
    lept = leptonica_library()
    source = ctypes.c_void_p(lept.upload(image))

    def call(function, *arguments):
        made = getattr(lept.library, function)
        made.restype = ctypes.c_void_p
        return made(*arguments)

    def way(name, work, result):
        latest = [None]

        def run():
            made = work()
            if latest[0] is not None:
                lept.library.pixDestroy(ctypes.byref(ctypes.c_void_p(latest[0])))
            latest[0] = made

        return name, run, lambda: result(latest[0])

    bits = lambda pix: lept.download(pix, image.shape)
    if operation == "reconstruct":
        seed = ctypes.c_void_p(lept.upload(seed_of(image, size)))
        yield way(
            "pixSeedfillBinary", lambda: call("pixSeedfillBinary", None, seed, source, 8), bits
        )
    elif operation == "fill-holes":

        def fill():
            holes = call("pixHolesByFilling", source, size)
            call("pixOr", ctypes.c_void_p(holes), ctypes.c_void_p(holes), source)
            return holes

        yield way("pixHolesByFilling, pixOr", fill, bits)
    elif operation == "label":

        def labels(pix):
            pointer = ctypes.cast(
                lept.library.pixGetData(ctypes.c_void_p(pix)), ctypes.POINTER(ctypes.c_uint32)
            )
            return numbered(np.ctypeslib.as_array(pointer, image.shape))

        yield way(
            "pixConnCompTransform",
            lambda: call("pixConnCompTransform", source, size, 32),
            labels,
        )
    elif operation == "thin-leptonica":
        yield way(
            "pixThinConnected", lambda: call("pixThinConnected", source, 1, size, 0), bits
        )


libraries = {
    "opencv": opencv,
    "scikit-image": scikit_image,
    "scipy": scipy,
    "leptonica": leptonica,
}
