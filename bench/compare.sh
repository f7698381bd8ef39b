#!/bin/sh
# Times Janus beside libtorch, ONNX Runtime and oneDNN on the same work: bench/compare.sh --help
set -e
cd "$(dirname "$0")/.."
built=bench/target/peers/classpath
if [ ! -f $built ] || [ -n "$(find pom.xml ./*/pom.xml ./*/src -type f -newer $built | head -n 1)" ]; then
    mvn -q -Ppeers -DskipTests package
    touch $built
fi
# the oldest JDK that is new enough, as models.jar finds it
java=java
for home in "$JAVA_HOME" /usr/lib/jvm/* /opt/java/* /opt/*; do
    if [ -f "$home/release" ] && grep -Eq '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$home/release"; then
        java=$home/bin/java
        break
    fi
done
exec "$java" -Djava.awt.headless=true -cp "bench/target/peers/classes:$(cat $built)" janus.bench.peers.Compare "$@"
