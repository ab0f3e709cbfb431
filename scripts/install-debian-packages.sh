#!/usr/bin/env bash
# Installs what the tests of test/system need besides Node: a real Secret Service (gnome-keyring on D-Bus) and its
# client library, age (decrypts our files), LibreOffice (opens our spreadsheets), promtool (reads our metrics),
# systemd-analyze (verifies our units), mmdebstrap and systemd-nspawn (make a Debian and boot it), postgresql (keeps
# states), libfaketime (moves its clock), python3 (reads our property list for macOS), ps (tells of processes where
# there is no /proc), unshare, setpriv and ip, man and groff (set the manual page), the shells that complete, and
# Chromium (opens our reports).
# Does nothing when everything is there; says what to install where it can't.
set -euo pipefail

missing=()
command -v gnome-keyring-daemon >/dev/null || missing+=(gnome-keyring)
command -v dbus-run-session >/dev/null || missing+=(dbus)
ldconfig -p 2>/dev/null | grep -q 'libsecret-1\.so\.0' || missing+=(libsecret-1-0)
command -v age >/dev/null || missing+=(age)
command -v soffice >/dev/null || missing+=(libreoffice-calc-nogui)
command -v promtool >/dev/null || missing+=(prometheus)
command -v systemd-analyze >/dev/null || missing+=(systemd)
command -v systemd-nspawn >/dev/null || missing+=(systemd-container)
command -v mmdebstrap >/dev/null || missing+=(mmdebstrap)
command -v python3 >/dev/null || missing+=(python3)
compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || missing+=(postgresql)
compgen -G "/usr/lib/*/faketime/libfaketime.so.1" >/dev/null || missing+=(libfaketime)
command -v ps >/dev/null || missing+=(procps)
{ command -v unshare && command -v setpriv; } >/dev/null || missing+=(util-linux)
command -v ip >/dev/null || missing+=(iproute2)
command -v chromium >/dev/null || missing+=(chromium)
command -v man >/dev/null || missing+=(man-db)
command -v groff >/dev/null || missing+=(groff-base)
command -v zsh >/dev/null || missing+=(zsh)
command -v fish >/dev/null || missing+=(fish)
[ -e /usr/share/bash-completion/bash_completion ] || missing+=(bash-completion)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "The tests need these programs, named here as Debian packages: ${missing[*]}" >&2
  echo "This system has no apt-get, so they could not be installed." >&2
  echo "Install them with the system's own package manager, then run the same command again." >&2
  exit 1
fi
if [ "$(id -u)" -eq 0 ]; then as_root=(); else as_root=(sudo -n); fi
if ! { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2; then
  echo "The tests need these Debian packages: ${missing[*]}" >&2
  echo "Installing them failed (see above)." >&2
  echo "Run \`sudo apt-get install ${missing[*]}\`, then the same command again." >&2
  exit 1
fi
