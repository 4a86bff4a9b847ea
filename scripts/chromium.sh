#!/bin/sh
# Browser tests use Debian's Chromium and its Chinese fonts. As root they are installed when absent.
set -eu
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null
  exit 0
fi
echo "Browser tests need Chromium. Install it with: sudo apt-get install chromium fonts-noto-cjk" >&2
exit 1
