#!/usr/bin/env bash
# Checks this build on the GPU of this host, from the folder that bundle.sh packed: what doctor finds, the kernels
# against the reference, and a small training run. Writes gpu-check.json and a log of each part; exit code 0 if all is
# well. Needs the driver and CUDA's libraries (Python's wheels will do), no Java, no network.
#   ./check.sh [DEVICE] [FOLDER]      (default: cuda, results)
set -uo pipefail
export LC_ALL=C.UTF-8
bundle=$(cd "$(dirname "$0")" && pwd)
device=${1:-cuda}
results=${2:-results}
mkdir -p "$results"
results=$(cd "$results" && pwd)

java=$bundle/jdk/bin/java
if [ ! -x "$java" ]; then
    tar -C "$bundle" -xJf "$bundle/jdk.txz" || { echo "error: jdk.txz cannot be unpacked; install xz" >&2; exit 2; }
fi
flags=(--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Xmx8g -Djava.awt.headless=true)
janus=("$java" "${flags[@]}" -cp "$bundle/models.jar" janus.models.cli.Main)
parts=()
failed=0

# text as a JSON string
quoted() { printf '"%s"' "$(tr -d '\r' | sed -e 's/[\\"]/\\&/g' -e 's/\t/ /g' | sed -e ':a' -e '$!{N;ba' -e '}' -e 's/\n/\\n/g')"; }

# part NAME COMMAND…: runs it, keeps its output, and notes how it ended
part() {
    local name=$1 start=$SECONDS code=0 state=passed
    shift
    "$@" > "$results/$name.log" 2>&1 || code=$?
    [ $code -eq 0 ] || { state=FAILED; failed=1; }
    parts+=("$name|$state|$((SECONDS - start)) s|$(summary "$results/$name.log")")
    echo "$state: $name"
}

# the line that says most: what doctor objects to, an error, the tests' numbers, the device, or the last
summary() {
    if [ "$1" = "$results/doctor.log" ]; then
        echo "$(grep -a -c '^BAD' "$1") bad, $(grep -a -c '^hint' "$1") hints"
    else
        grep -a -m 1 '^error: ' "$1" || tests "$1" || grep -a -m 1 "^device ${device%%:*}" "$1" ||
            grep -a -v '^ *$' "$1" | tail -n 1
    fi
}

tests() {
    grep -a -q 'tests found' "$1" || return 1
    sed -n 's/^\[ *\([0-9]* \(tests \(found\|successful\|failed\|aborted\)\|containers failed\)\) *\]$/\1/p' "$1" | paste -s -d , | sed 's/,/, /g'
}

# what is missing is shown; whether that matters the other parts tell
doctor() {
    "${janus[@]}" doctor --json > "$results/doctor.json"
    "${janus[@]}" doctor
}

opens() {
    rm -rf "$results/faces"
    "${janus[@]}" synthesize --train 96 --validation 32 --test 32 --out "$results/faces" &&
        "${janus[@]}" train --device "$device" --data "$results/faces" --out "$results/none" data.size=32 --dry-run
}

# in a process that may not take an emulated GPU for this one
parity() {
    "$java" "${flags[@]}" "-Djanus.device=$device" -Djanus.gpu=real \
        -cp "$bundle/models.jar:$bundle/lib/*" \
        org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors \
        --details=tree --fail-if-no-tests --reports-dir="$results/junit" \
        --select-class=janus.kernels.parity.KernelParityTest
}

training() {
    rm -rf "$results/run"
    "${janus[@]}" train --device "$device" --data "$results/faces" --out "$results/run" \
        data.size=32 network.width=0.25 optimizer.epochs=2 optimizer.batch=16
}

part doctor doctor
part opens opens
part parity parity
part training training

gpu=$(nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2> /dev/null | head -n 1)
failures=$(sed -n 's/^  JUnit Jupiter://p' "$results/parity.log")
{
    echo '{'
    echo "  \"device\": $(printf '%s' "$device" | quoted),"
    echo "  \"gpu\": $(printf '%s' "${gpu:-none}" | quoted),"
    echo "  \"commit\": $(quoted < "$bundle/commit"),"
    echo "  \"passed\": $([ $failed -eq 0 ] && echo true || echo false),"
    echo '  "parts": ['
    for i in "${!parts[@]}"; do
        IFS='|' read -r name state time line <<< "${parts[$i]}"
        printf '    {"name": "%s", "state": "%s", "time": "%s", "result": %s}%s\n' "$name" "$state" "$time" \
            "$(printf '%s' "$line" | quoted)" "$([ "$i" -lt $((${#parts[@]} - 1)) ] && echo ,)"
    done
    echo '  ],'
    echo "  \"failures\": $(printf '%s' "$failures" | quoted),"
    echo "  \"doctor\": $([ -s "$results/doctor.json" ] && cat "$results/doctor.json" || echo null)"
    echo '}'
} > "$results/gpu-check.json"

cat "$results/doctor.log"
printf '%s\n' "${parts[@]}" | while IFS='|' read -r name state time line; do
    printf '%-9s %-7s %6s  %s\n' "$name" "$state" "$time" "$line"
done
echo "$results/gpu-check.json"
exit $failed
