"""The peer's run: gegravity on flows that its own cost function fits exactly. Called by run.py in its own environment.

uv run --no-project --with gegravity --with "pandas<3" python bench/foresee/peer_gegravity.py INPUT.npz
"""

import json
import resource
import sys
import time

import gegravity as ge
import numpy as np
import pandas as pd


def started(baseline: ge.BaselineData, parameters: ge.CostCoeffs, reference: str, sigma: float) -> ge.OneSectorGE:
    return ge.OneSectorGE(
        baseline, year="2006", expend_var_name="E", output_var_name="Y", cost_coeff_values=parameters,
        cost_variables=["lndist", "international", "faster"], reference_importer=reference, sigma=sigma, quiet=True,
    )  # fmt: skip


def main() -> None:
    data = np.load(sys.argv[1])
    flows, distance, link, sigma = data["flows"], data["log_distance"], data["link"], float(data["sigma"])
    size = len(flows)
    names = [f"R{k:03d}" for k in range(size)]
    output, expenditure = flows.sum(axis=1), flows.sum(axis=0)
    rows = [
        (names[i], names[j], "2006", flows[i, j], output[i], expenditure[j], distance[i, j], float(i != j), 0.0)
        for i in range(size)
        for j in range(size)
    ]
    columns = ["exporter", "importer", "year", "trade", "Y", "E", "lndist", "international", "faster"]
    frame = pd.DataFrame(rows, columns=columns)
    baseline = ge.BaselineData(
        frame, imp_var_name="importer", exp_var_name="exporter", year_var_name="year", trade_var_name="trade",
        expend_var_name="E", output_var_name="Y",
    )  # fmt: skip
    costs = pd.DataFrame(
        [
            {"var": "lndist", "coeff": -1.0, "ste": 0.1},
            {"var": "international", "coeff": -1.0, "ste": 0.1},
            {"var": "faster", "coeff": float(data["effect"]), "ste": 0.1},
        ]
    )
    parameters = ge.CostCoeffs(estimates=costs, identifier_col="var", coeff_col="coeff", stderr_col="ste")
    for rescale in (
        1.0,
        10.0,
        100.0,
        1000.0,
        0.1,
        0.01,
    ):  # its solver needs a guess of the scale; the good one is timed
        begun = time.perf_counter()
        try:
            model = started(baseline, parameters, names[0], sigma)
            model.build_baseline(omr_rescale=rescale)
            break
        except ValueError:
            continue
    else:
        sys.exit("no scale of its starting values let gegravity solve the baseline")
    built = time.perf_counter()
    experiment = model.baseline_data.copy()
    a, b = names[link[0]], names[link[1]]
    pair = ((experiment.exporter == a) & (experiment.importer == b)) | (
        (experiment.exporter == b) & (experiment.importer == a)
    )
    experiment.loc[pair, "faster"] = 1.0
    model.define_experiment(experiment)
    model.simulate()
    done = time.perf_counter()
    results = model.country_results
    column = next(name for name in results.columns if "GDP" in name.upper() and "percent" in name.lower())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    welfare = results[column].reindex(names).astype(float).tolist()
    print(
        json.dumps(
            {"seconds": done - begun, "built": built - begun, "welfare": welfare, "memory": memory, "column": column}
        )
    )


if __name__ == "__main__":
    main()
