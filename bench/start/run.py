"""How long `import hongqiao` and `hongqiao --version` take, beside an empty interpreter; best of fifteen."""

import subprocess
import sys
import time

ROUNDS = 15


def best(*arguments: str) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - begun)
    return 1000 * min(times)


def heavy() -> list[str]:
    program = "import sys, hongqiao; hongqiao.Figure; print(*[m for m in ('django', 'polars', 'numba', 'numpy', 'scipy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return done.stdout.split()


def main() -> None:
    empty = best("-c", "pass")
    light = best("-c", "import hongqiao")
    used = best("-c", "import hongqiao; hongqiao.Figure; hongqiao.read; hongqiao.claims")
    command = best("-m", "hongqiao.cli", "--version")
    print(f"empty interpreter                 {empty:7.1f} ms")
    print(f"import hongqiao                   {light:7.1f} ms ({light - empty:.1f} ms of its own; bar 150)")
    print(f"import, Figure, read, claims      {used:7.1f} ms ({used - empty:.1f} ms of its own)")
    print(f"hongqiao --version                {command:7.1f} ms")
    print(f"heavy libraries that the import of Figure brings: {' '.join(heavy()) or 'none'}")


if __name__ == "__main__":
    main()
