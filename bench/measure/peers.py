"""Runs one peer on a stored input and prints its times as JSON; started by ``run.py`` with the peer installed."""

import json
import resource
import sys
import time
import warnings

warnings.simplefilter("ignore")


def measured(work):
    cpu, start = time.process_time(), time.perf_counter()
    found = work()
    times = {"wall": time.perf_counter() - start, "cpu": time.process_time() - cpu}
    return found, times | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def econcomplex(source, answer):
    import pandas as pd
    from econcomplex import compute_complexity

    frame = pd.read_parquet(source)
    columns = {"loc": "place", "act": "product", "val": "value"}
    found, times = measured(lambda: compute_complexity(frame, columns, trim=False))
    named = {name: name.lower() for name in found.columns}
    found = found.rename(columns=named | {"loc": "place", "act": "product"})
    found[["place", "product", "eci", "pci"]].to_parquet(answer)
    return times


def ecomplexity(source, answer):
    import pandas as pd
    from ecomplexity import ecomplexity as compute

    frame = pd.read_parquet(source).assign(year=2020)
    columns = {"time": "year", "loc": "place", "prod": "product", "val": "value"}
    found, times = measured(lambda: compute(frame, columns, verbose=False))
    found[["place", "product", "eci", "pci"]].to_parquet(answer)
    return times


def pymcdm(source, answer):
    import numpy as np
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    given = np.load(source)
    types = np.where(given["benefit"], 1, -1)
    method = TOPSIS(vector_normalization)
    found, times = measured(lambda: [method(given["table"], given["weights"], types) for _ in range(20)])
    # vector normalisation turns costs round as 1 − x/√Σx² there, which moves no distance
    np.save(answer, found[0])
    default = TOPSIS()(given["table"], given["weights"], types)
    return times | {"default_gap": float(np.abs(default - found[0]).max())}


if __name__ == "__main__":
    name, source, answer = sys.argv[1:4]
    print(json.dumps({"econcomplex": econcomplex, "ecomplexity": ecomplexity, "pymcdm": pymcdm}[name](source, answer)))
