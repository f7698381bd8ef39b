#!/bin/sh
# Times Janus beside libtorch, ONNX Runtime and oneDNN on the same work: bench/compare.sh --help
set -e
cd "$(dirname "$0")/.."
built=bench/target/peers/classpath
if [ ! -f $built ] || [ -n "$(find pom.xml ./*/pom.xml ./*/src -type f -newer $built | head -n 1)" ]; then
    mvn -q -Ppeers -DskipTests package
    touch $built
fi
. bench/jdk.sh
exec "${jdk:+$jdk/bin/}java" -Djava.awt.headless=true -cp "bench/target/peers/classes:$(cat $built)" janus.bench.peers.Compare "$@"
