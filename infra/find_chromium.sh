#!/bin/bash
# The browser tests drive Debian's chromium, and tests write papers in the letters of Liberation:
# install both where we may, else say how. The browser without a window takes half the time.
set -euo pipefail
wanted="chromium-headless-shell fonts-liberation"
has_font() { [ -f /usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf ]; }
if command -v chromium-headless-shell >/dev/null 2>&1 && has_font; then
  exit 0
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
  as_root="sudo -n"
  if ! command -v sudo >/dev/null 2>&1 || ! sudo -n true 2>/dev/null; then
    as_root=refused
  fi
fi
if [ "$as_root" != refused ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing what the tests need of Debian: $wanted"
  # shellcheck disable=SC2086 # two names
  if $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends $wanted >/dev/null; then
    exit 0
  fi
fi
if command -v chromium >/dev/null 2>&1 && has_font; then
  exit 0 # slower, and as good
fi
echo "raccordo: the tests need: sudo apt-get install --no-install-recommends $wanted" >&2
exit 1
