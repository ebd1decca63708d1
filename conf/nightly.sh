#!/usr/bin/env bash
# An audit every night, for cron: explains what is new since the last complete run, audits, and prints only what somebody has to read.
#
#   nightly.sh TABLES OPTIONS…   the root of the tables, and the options of lrp attribute but --output and --run-id
#
# Exit code as of lrp: 0 all well, 1 or 2 no run, 3 a check failed. A run that was cut short is resumed if this is started again on
# the same day.
set -euo pipefail

lrp=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../scripts/lrp
tables=$1
shift
night=night-$(date +%F)
log=$(mktemp)
trap 'rm -f -- "$log"' EXIT

# Name, date, time and state of each run; there are none before the first night.
runs=$("$lrp" runs list --tables "$tables" 2>/dev/null | tail -n +2) || true
last=$(awk -v night="$night" '$1 != night && $4 ~ /^complete/ {run = $1} END {print run}' <<<"$runs")
begun=$(awk -v night="$night" '$1 == night' <<<"$runs")

run=(--run-id "$night")
[[ -z $begun ]] || run=(--resume "$night")
[[ -z $last ]] || run+=(--reuse "$last")

attribute() {
  "$lrp" attribute "$@" --output "$tables" "${run[@]}" >"$log" 2>&1
}
audit() {
  "$lrp" audit --tables "$tables" --run "$night" >"$log" 2>&1
}

attribute "$@" && audit || {
  code=$?
  cat -- "$log"
  exit "$code"
}
