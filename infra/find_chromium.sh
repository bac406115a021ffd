#!/bin/bash
# The browser tests drive Debian's chromium: install it where we may, else say how.
set -euo pipefail
if command -v chromium >/dev/null 2>&1; then
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
  echo "Installing Debian's chromium for the browser tests"
  if $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
    exit 0
  fi
fi
echo "raccordo: the browser tests need chromium: sudo apt-get install --no-install-recommends chromium" >&2
exit 1
