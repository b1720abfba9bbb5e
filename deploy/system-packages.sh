#!/usr/bin/env bash
# Installs what Python packages cannot bring, when we are root on Debian or Ubuntu; otherwise names it in one line.
# The platform runs without any of it (but Python's own venv module); `fengsui doctor` says what is reduced.
set -euo pipefail
declare -A NEEDS=(
  [python]="python3-venv"
  [test]="tshark iproute2 chromium fonts-noto-cjk poppler-utils nftables openssh-server slapd ldap-utils mosquitto restic"
  [captures]="tcpdump nginx-light mosquitto mosquitto-clients dnsmasq openssh-server openssh-client sshpass nmap rsyslog auditd sudo cron curl sqlite3 openssl bind9-dnsutils ethtool util-linux iproute2 nftables tshark faketime postgresql-15-pgaudit"
)
purpose=${1:?python, test or captures}
missing=()
for package in ${NEEDS[$purpose]}; do
  case $package in
    python3-venv) "${PYTHON:-python3}" -c 'import venv, ensurepip' 2>/dev/null || missing+=("$package") ;;
    *) dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package") ;;
  esac
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "Installing for '$purpose': ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null && exit 0
fi
echo "Not installed (needed for '$purpose', parts of it are skipped without): ${missing[*]}" >&2
[ "$purpose" = test ] || [ "$purpose" = python ] || exit 1
