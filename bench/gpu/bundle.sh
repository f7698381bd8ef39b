#!/usr/bin/env bash
# Packs what a GPU host without Java and without network needs to check this build: a cut-down JDK, models.jar, the
# kernels' tests, JUnit, the checks of whole networks, check.sh and peer.py, in one folder of at most 60 MiB. Then,
# there: ./check.sh
#   bench/gpu/bundle.sh [FOLDER]      (default: bench/target/gpu; its content is replaced)
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-bench/target/gpu}
limit=$((60 << 20))

. bench/jdk.sh
[ -n "$jdk" ] || { echo "error: no JDK 25 with jlink; install one, or name it in JAVA_HOME" >&2; exit 2; }

# test classes are compiled, not run
mvn -q -DskipTests package
version() { sed -n "s:.*<$1.version>\(.*\)</$1.version>.*:\1:p" pom.xml; }
junit=$(version junit)

rm -rf "$out"
mkdir -p "$out/lib"
cp models.jar bench/gpu/check.sh bench/gpu/peer.py "$out"
# JUnit's platform bears Jupiter's number, with 1 in place of 5
for artifact in "org.junit.platform:junit-platform-console-standalone:1.${junit#5.}" \
    "org.assertj:assertj-core:$(version assertj)"; do
    mvn -q -B -N org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
        "-Dartifact=$artifact" "-DoutputDirectory=$(realpath "$out")/lib" -Dmdep.stripVersion=true
done
"$jdk/bin/jar" --create --file "$out/lib/kernels-tests.jar" -C kernels/target/test-classes .

# what JMH needs and generates stays here
"$jdk/bin/jar" --create --file "$out/lib/bench.jar" -C bench/target/classes janus/bench/gpu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
modules=$("$jdk/bin/jdeps" --print-module-deps --ignore-missing-deps --multi-release 25 "$out/models.jar" "$out"/lib/*.jar)
# nothing is compressed inside, since xz sees more than a class at a time
"$jdk/bin/jlink" --add-modules "$modules,jdk.incubator.vector" --no-header-files --no-man-pages \
    --strip-java-debug-attributes --output "$work/jdk" 2> "$work/jlink" || { cat "$work/jlink" >&2; exit 1; }
tar -C "$work" -cJf "$out/jdk.txz" jdk

(git rev-parse HEAD; git status --porcelain --untracked-files=no) > "$out/commit"
bytes=$(find "$out" -type f -printf '%s\n' | awk '{ s += $1 } END { print s }')
(cd "$out" && ls -l)
if [ "$bytes" -gt "$limit" ]; then
    echo "error: $out holds $bytes bytes; at most $limit travel" >&2
    exit 1
fi
echo "$out: $bytes bytes of at most $limit"
