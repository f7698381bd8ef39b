# Sourced. jdk: the oldest JDK that is new enough, as models.jar finds it; empty where there is none.
jdk=
for home in "${JAVA_HOME:-/opt}" /usr/lib/jvm/* /opt/java/* /opt/*; do
    if [ -x "$home/bin/jlink" ] && grep -Eq '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$home/release" 2> /dev/null; then
        jdk=$home
        break
    fi
done
