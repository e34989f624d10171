"""One long-lived process with the native peers of the benchmarks.

Commands are JSON lines on stdin; a command with "bytes" is followed by that many raw bytes. Each
is answered by one JSON line on stdout. Times are measured here, around the call alone.
"""

import hashlib
import json
import os
import sys

for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]:
    os.environ[variable] = "1"



def processor_flags():
    try:
        with open("/proc/cpuinfo") as lines:
            return next((line.split() for line in lines if line.startswith("flags")), [])
    except OSError:
        return []


# OpenBLAS takes its oldest kernels (SSE3) for processors that are newer than itself. That would be
# five times too easy a peer, so it is told which of its kernels fit.
if "OPENBLAS_CORETYPE" not in os.environ:
    if "avx512bw" in processor_flags():
        os.environ["OPENBLAS_CORETYPE"] = "SkylakeX"
    elif "avx2" in processor_flags():
        os.environ["OPENBLAS_CORETYPE"] = "Haswell"

from time import perf_counter  # noqa: E402

images = {}
tasks = {}
arrays = {}


def version_of(library):
    if library == "leptonica":
        import morphology

        return morphology.leptonica_library().version
    if library == "opencv":
        import cv2

        return cv2.__version__
    if library == "scikit-image":
        import skimage

        return skimage.__version__
    if library == "scipy":
        import scipy

        return scipy.__version__
    if library == "numpy":
        import matrices

        return matrices.description()
    raise ValueError("unknown library " + library)


def hello(command, payload):
    found = {}
    for library in command["libraries"]:
        try:
            found[library] = {"version": version_of(library)}
        except Exception as error:
            found[library] = {"reason": str(error)}
    return {"libraries": found, "python": sys.version.split()[0]}


def image(command, payload):
    import numpy as np

    shape = (command["height"], command["width"])
    images[command["name"]] = np.frombuffer(payload, dtype=np.uint8).reshape(shape).copy()
    return {}


def forget_image(command, payload):
    images.pop(command["name"], None)
    return {}


def digest(result, numbers):
    import numpy as np

    kind = "<u4" if numbers else np.uint8
    return hashlib.sha256(np.ascontiguousarray(result, dtype=kind).tobytes()).hexdigest()


def ways_of(command):
    """The ways of a library to do an operator with an element, or one on regions with a size."""
    source = images[command["image"]]
    if "element" in command:
        import morphology

        element = morphology.Element(**command["element"])
        return morphology.libraries[command["library"]](source, command["operation"], element)
    import regions

    return regions.libraries[command["library"]](source, command["operation"], command["size"])


def define_operator(command, payload):
    """Prepares the ways of a library, keeps the fastest one with the expected result."""
    tried = []
    best = None
    numbers = command.get("numbers", False)
    for name, run, result in ways_of(command):
        if command.get("method") not in (None, name):
            continue
        took = float("inf")
        try:
            for _ in range(2):  # the first call pays for set-up
                start = perf_counter()
                run()
                took = min(took, (perf_counter() - start) * 1000)
                if took > 200:
                    break
            exact = digest(result(), numbers) == command["expected"]
        except Exception as error:
            tried.append({"method": name, "exact": False, "reason": str(error)})
            continue
        tried.append({"method": name, "exact": exact, "ms": took})
        if exact and (best is None or took < best[0]):
            best = (took, name, run)
    if best is None:
        return {"method": None, "tried": tried}
    tasks[command["task"]] = best[2]
    return {"method": best[1], "tried": tried}


def operand(command, payload):
    import numpy as np

    arrays[command["name"]] = (
        np.frombuffer(payload, dtype=command["type"]).reshape(command["shape"]).copy()
    )
    return {}


def define_product(command, payload):
    import matrices

    answer, run = matrices.define(arrays, command)
    if answer["method"] is not None:
        tasks[command["task"]] = run
    return answer


def time(command, payload):
    run = tasks[command["task"]]
    repeats = command["repeats"]
    start = perf_counter()
    for _ in range(repeats):
        run()
    return {"ms": (perf_counter() - start) * 1000 / repeats}


def forget(command, payload):
    tasks.pop(command["task"], None)
    return {}


def forget_operands(command, payload):
    arrays.clear()
    return {}


commands = {
    "hello": hello,
    "image": image,
    "forget-image": forget_image,
    "define": lambda command, payload: (
        define_product if "work" in command else define_operator
    )(command, payload),
    "operand": operand,
    "time": time,
    "forget": forget,
    "forget-operands": forget_operands,
}

# Libraries print to stdout at will; the answers keep a channel of their own.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

while True:
    line = sys.stdin.buffer.readline()
    if not line:
        break
    command = json.loads(line)
    payload = sys.stdin.buffer.read(command.get("bytes", 0))
    try:
        answer = commands[command["command"]](command, payload)
    except Exception as error:
        answer = {"error": type(error).__name__ + ": " + str(error)}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
