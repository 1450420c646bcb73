#!/usr/bin/env bash
# Debian's Chromium and Han fonts for the browser tests, where this account may install them; else the tests skip.
set -eu
[ -x /usr/bin/chromium ] && [ -d /usr/share/fonts/opentype/noto ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "hongqiao: installing chromium and fonts-noto-cjk for the browser tests" >&2
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null && exit 0
fi
echo "hongqiao: no /usr/bin/chromium and no right to install it; the browser tests will be skipped" >&2
