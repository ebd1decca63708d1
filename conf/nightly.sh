#!/usr/bin/env bash
# An audit every night, for cron and schedulers: explains what is new since the last complete night, audits, writes a page about it, and
# prints only what somebody has to read.
#
#   nightly.sh TABLES OPTIONS…   the root of the tables, and the options of lrp attribute but --output, --run-id, --resume and --reuse
#
#   LRP_NIGHT                    which night, 2026-01-31 (default: today)
#   LRP_REPORTS                  folder of the pages, a path of this machine or a URI (default: reports beside the tables)
#   LRP_AUDIT_SUBMIT_OPTIONS     LRP_SUBMIT_OPTIONS of audit and page, which need no GPU (default: the same ones)
#   SPARK_HOME, …                as of scripts/lrp
#
# Exit code as of lrp: 0 all well, 1 or 2 no run or no page, 3 a check failed (page or not). A run that was cut short is resumed if this
# is started again for the same night.
set -euo pipefail

if (($# == 0)); then
  sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi

lrp=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/../scripts/lrp
tables=$1
shift
night=night-${LRP_NIGHT:-$(date +%F)}
log=$(mktemp)
trap 'rm -f -- "$log"' EXIT

# Ends with an exit code, after what was printed on the way there.
fail() {
  cat -- "$log"
  exit "$1"
}

attribute() {
  "$lrp" attribute "$@" --output "$tables" >"$log" 2>&1
}

# audit or report, of the night.
judge() {
  local command=$1
  shift
  LRP_SUBMIT_OPTIONS=${LRP_AUDIT_SUBMIT_OPTIONS-${LRP_SUBMIT_OPTIONS:-}} \
    "$lrp" "$command" --tables "$tables" --run "$night" "$@" >"$log" 2>&1
}

# Name, date, time and state of each run; before the first night there are none.
code=0
runs=$("$lrp" runs list --tables "$tables" 2>"$log") || code=$?
((code == 0)) || grep -q 'there are no runs in' "$log" || fail "$code"

# Nights only: other runs may have other options.
last=$(awk -v night="$night" '/^night-/ && $1 != night && $4 ~ /^complete/ {run = $1} END {print run}' <<<"$runs")
begun=$(awk -v night="$night" '$1 == night' <<<"$runs")

run=(--run-id "$night")
[[ -z $begun ]] || run=(--resume "$night")
reuse=()
baseline=()
if [[ -n $last ]]; then
  reuse=(--reuse "$last")
  baseline=(--baseline "$last")
fi

code=0
attribute "$@" "${run[@]}" ${reuse[@]+"${reuse[@]}"} || code=$?
# After other weights or options nothing can be reused, tonight.
if ((code == 2)) && grep 'cannot be reused' "$log"; then
  echo "nightly.sh: all images are explained anew"
  code=0
  attribute "$@" "${run[@]}" || code=$?
fi
((code == 0)) || fail "$code"

code=0
judge audit ${baseline[@]+"${baseline[@]}"} || code=$?
((code == 0 || code == 3)) || fail "$code"
# Accused clusters are warnings.
noteworthy=$((code != 0))
! grep -q '^audit of run .*: warnings ' "$log" || noteworthy=1
((noteworthy == 0)) || cat -- "$log"
page=0
judge report --output "${LRP_REPORTS:-${tables%/}/reports}/$night.html" || page=$?
((noteworthy == 0 && page == 0)) || cat -- "$log"
((code != 0)) || code=$page
exit "$code"
