"""Matrix products by numpy, which hands them to the BLAS it was linked with."""

import ctypes

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


def product(a, b, transpose_a, transpose_b):
    left = a.T if transpose_a else a
    right = b.T if transpose_b else b
    out = np.empty((left.shape[0], right.shape[1]), dtype=a.dtype)
    return (lambda: np.matmul(left, right, out=out)), out
