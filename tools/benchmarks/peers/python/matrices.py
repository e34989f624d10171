"""Matrix products and whole layers by numpy, which hands products to the BLAS it was linked with."""

import ctypes
import hashlib

import numpy as np


def description():
    """numpy's version and the BLAS behind it: a product by the reference BLAS is no peer."""
    blas = "unknown BLAS"
    np.ones((8, 8), dtype=np.float32) @ np.ones((8, 8), dtype=np.float32)
    try:
        with open("/proc/self/maps") as maps:
            paths = {line.split()[-1] for line in maps if ".so" in line}
        for path in paths:
            if "openblas" in path:
                library = ctypes.CDLL(path)
                for name in ["openblas_get_config", "openblas_get_config64_"]:
                    if hasattr(library, name):
                        getattr(library, name).restype = ctypes.c_char_p
                        blas = getattr(library, name)().decode()
                        break
                else:
                    blas = "OpenBLAS"
    except OSError:
        pass
    return "numpy " + np.__version__ + " with " + blas


def product(arrays, command):
    """A product of floats, either operand transposed."""
    left, right = arrays[command["a"]], arrays[command["b"]]
    left = left.T if command["transposeA"] else left
    right = right.T if command["transposeB"] else right
    out = np.empty((left.shape[0], right.shape[1]), dtype=np.float32)
    return "numpy.matmul", lambda: np.matmul(left, right, out=out), lambda: out


def layer(arrays, command):
    """Signs of the inputs, product, batch norm, sign: all into arrays made beforehand."""
    x, weights = arrays[command["a"]], arrays[command["b"]]
    scale, shift = arrays[command["scale"]], arrays[command["shift"]]
    one = np.float32(1)
    signs = np.empty_like(x)
    sums = np.empty((x.shape[0], weights.shape[1]), dtype=np.float32)
    bits = np.empty(sums.shape, dtype=bool)

    def run():
        np.copysign(one, x, out=signs)
        np.matmul(signs, weights, out=sums)
        np.multiply(sums, scale, out=sums)
        np.add(sums, shift, out=sums)
        np.greater_equal(sums, 0, out=bits)

    return "copysign, matmul, multiply, add, greater_equal", run, lambda: bits


works = {"product": product, "layer": layer}


def digest(result):
    """The digest of whole numbers, however the library stores them."""
    whole = np.rint(result) if result.dtype.kind == "f" else result
    return hashlib.sha256(np.ascontiguousarray(whole, dtype="<i4").tobytes()).hexdigest()


def define(arrays, command):
    """Prepares a work: its name, its function, and how its result compares with what is expected."""
    name, run, result = works[command["work"]](arrays, command)
    run()
    answer = {"method": name}
    if "expected" in command and digest(result()) != command["expected"]:
        answer = {"method": None, "tried": [{"method": name, "exact": False}]}
    if "compare" in command:
        difference = np.abs(result() - arrays[command["compare"]])
        answer["difference"] = float(difference.max())
    return answer, run
