#!/usr/bin/env bash
# Tells Spark which GPUs this machine, or container, has: {"name": "gpu", "addresses": ["0", "1"]}, by NVIDIA's nvidia-smi.
# spark.worker.resource.gpu.discoveryScript and spark.executor.resource.gpu.discoveryScript point here.
set -euo pipefail

die() {
  echo "gpu-discovery.sh: $1" >&2
  exit 1
}

command -v nvidia-smi >/dev/null ||
  die "no nvidia-smi on the PATH of $HOSTNAME: install NVIDIA's driver, or ask for no GPU (spark.executor.resource.gpu.amount)"
indices=$(nvidia-smi --query-gpu=index --format=csv,noheader 2>&1) ||
  die "nvidia-smi failed on $HOSTNAME: $(head -n 1 <<<"$indices")"
addresses=$(sed -n 's/^ *\([0-9][0-9]*\) *$/"\1"/p' <<<"$indices" | paste -sd, -)
[[ -n $addresses ]] || die "nvidia-smi sees no GPU on $HOSTNAME: $(head -n 1 <<<"$indices")"
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"
