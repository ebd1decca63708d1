# What the scripts of this folder share, to be sourced after `root` is set: Java, the build, the libraries.
# shellcheck shell=bash disable=SC2154 # root is the caller's

target=$root/jobs/target
stamp=$target/.lrp-built

die() {
  echo "$(basename -- "$0"): $1" >&2
  exit "${2:-1}"
}

# Sets java to a Java that is new enough.
find_java() {
  if [[ -n ${JAVA_HOME:-} && -x $JAVA_HOME/bin/java ]]; then
    java=$JAVA_HOME/bin/java
  elif ! java=$(command -v java); then
    die "no Java found: install a JDK of version 17 or newer and put it on the PATH, or set JAVA_HOME"
  fi
  local version
  version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p')
  version=${version#1.}
  if [[ ! $version =~ ^[0-9]+$ ]] || ((version < 17)); then
    die "$java is Java ${version:-of an unknown version}: a JDK of version 17 or newer is needed (set JAVA_HOME)"
  fi
}

# Builds the jars, if a source is newer than they are. In the midst of a build (LRP_BUILD=no, the integration tests) they are as
# they should be.
ensure_built() {
  [[ ${LRP_BUILD:-} == no ]] || is_built || build
}

# Whether the jars are there, newer than every source, and the libraries they were built with still exist.
is_built() {
  local module jar
  [[ -f $stamp ]] || return 1
  for module in jobs lrp-core pipeline; do
    [[ -f $root/$module/target/$module.jar ]] || return 1
  done
  [[ -f $target/jobs-spark.jar ]] || return 1
  [[ -z $(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main "$root/conf/audit-checks.yaml" -newer "$stamp" -print -quit) ]] || return 1
  while IFS= read -r jar; do
    [[ -f $jar ]] || return 1
  done < <(libraries)
}

build() {
  local log
  command -v mvn >/dev/null || die "no Maven found: install Maven 3.8 or newer to build the jars"
  echo "$(basename -- "$0"): building (the first time this fetches libraries and takes some minutes)…" >&2
  log=$(mktemp)
  if ! (cd -- "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true package) >"$log" 2>&1; then
    cat -- "$log" >&2
    rm -f -- "$log"
    die "the build failed"
  fi
  rm -f -- "$log"
  touch -- "$stamp"
}

# The libraries, one a line.
libraries() {
  cat "$target/classpath-compile.txt" <(echo) "$target/classpath-runtime.txt" | tr ':' '\n' | awk 'NF && !seen[$0]++'
}

# Those for S3, which have to match the cluster's Hadoop.
s3_libraries() {
  libraries | grep -E '/(hadoop-aws|reactive-streams)-|/software/amazon/'
}

# What lets Spark write to S3 without renaming.
committer_library() {
  libraries | grep '/spark-hadoop-cloud_'
}

# Those that a Spark installation has: all but what the job's jar brings, by the list it is made from, and S3.
spark_libraries() {
  local brought
  # Maven's group:artifact with stars becomes a part of a path, in which the group's dots are slashes.
  brought=$(sed -n '/<id>spark<\/id>/,/<\/artifactSet>/s|.*<include>\(.*\)</include>.*|\1|p' "$root/jobs/pom.xml" |
    awk -F: '{sub(/[.][*]$/, "", $1); gsub(/[.]/, "/", $1); print "/" $1 "/" ($2 == "*" ? "" : $2 "/")}')
  [[ -n $brought ]] || die "jobs/pom.xml does not say what is in jobs-spark.jar: expected <include>s below <id>spark</id>"
  libraries | grep -vF "$brought" | grep -vxF "$(s3_libraries; committer_library)"
}

# The folder of the cluster-in-a-box (scripts/cluster), which is like a Spark installation: absolute and, once it exists, without links,
# since its processes are known by it.
box_home() {
  local home=${LRP_CLUSTER_HOME:-$target/cluster}
  [[ $home == /* ]] || home=$PWD/$home
  (cd -- "$home" 2>/dev/null && pwd -P) || echo "$home"
}
box=$(box_home)

# The URL of its master, if it was started.
box_url() {
  cat -- "$box/run/url" 2>/dev/null || true
}
