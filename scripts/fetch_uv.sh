#!/usr/bin/env bash
# uv from PyPI into .uv, on any machine with python3: in a venv where venv works (a Python managed by the
# distribution allows no other way), else beside it with pip's --target, else with Debian's python3-venv.
set -eu
say() { echo "hongqiao: $*" >&2; }
command -v python3 >/dev/null || { say "python3 is missing; install it (Debian: apt-get install python3 python3-venv)"; exit 1; }
by_venv() { rm -rf .uv && python3 -m venv .uv >/dev/null 2>&1 && .uv/bin/python -m pip install --quiet --disable-pip-version-check uv; }
by_target() {
  rm -rf .uv && python3 -m pip install --quiet --disable-pip-version-check --target .uv/lib uv || return 1
  mkdir -p .uv/bin && ln -sf ../lib/bin/uv .uv/bin/uv
}
say "fetching uv from PyPI into .uv"
by_venv && exit 0
by_target && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null && by_venv && exit 0
fi
say "could not fetch uv: install it (pip install uv, or Debian's python3-venv) and call make again"
exit 1
