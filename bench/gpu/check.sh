#!/usr/bin/env bash
# Checks this build on the GPU of this host, from the folder that bundle.sh packed. Writes gpu-check.json, benchmark.json
# and a log of each part; exit code 0 if nothing failed. Needs the driver and CUDA's libraries (Python's wheels will do),
# no Java, no network; for the benchmark also a python3 whose torch finds the GPU, or another in PYTHON. Ends within ten
# minutes: each part has its seconds below, and the benchmark takes what the others left.
#   ./check.sh [DEVICE] [FOLDER]      (default: cuda, results; with a CPU's name all runs small and has
#                                      ten times as long, as a rehearsal)
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
flags=(--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:MaxRAMPercentage=50
    -Djava.awt.headless=true)
main=("$java" "${flags[@]}" -cp "$bundle/models.jar" janus.models.cli.Main)
parts=()
failed=0

# width of the network, pixels, batch; and in which precisions
tiny=0.125,32,4
if [[ $device =~ ^cuda(:[0-9]+)?$ ]]; then
    precisions=("$device" "$device:bf16") small=1,64,8 middle=1,64,32 large=1,224,32
    benchmark=224x256,64x256,224x1024,64x1024,224x32,64x32 turn=0.5 peer=cuda patience=1
elif [[ $device == cuda* ]]; then
    echo "error: name the GPU alone, cuda or cuda:1; float32 and bf16 are both checked" >&2
    exit 2
else
    precisions=("$device") small=0.25,64,8 middle=0.25,32,16 large=0.25,64,8
    benchmark=64x8 turn=1 peer=cpu patience=10
fi
most=$((580 * patience)) # seconds for everything
deadline=$most

# text as a JSON string
quoted() { printf '"%s"' "$(tr -d '\r' | sed -e 's/[\\"]/\\&/g' -e 's/\t/ /g' | sed -e ':a' -e '$!{N;ba' -e '}' -e 's/\n/\\n/g')"; }

# part NAME SECONDS COMMAND…: runs it for so long at most, keeps its output, and notes how it ended
part() {
    local name=$1 start=$SECONDS code=0 state=passed
    deadline=$((SECONDS + $2 * patience))
    shift 2
    "$@" > "$results/$name.log" 2>&1 || code=$?
    case $code in
        0) ;;
        77) state=skipped ;;
        *) state=FAILED failed=1 ;;
    esac
    [ $code -ne 124 ] && [ $code -ne 137 ] || echo "error: not done after $((SECONDS - start)) s" >> "$results/$name.log"
    parts+=("$name|$state|$((SECONDS - start)) s|$(summary "$name")")
    echo "$state: $name"
}

# runs a command until the part's time is up
limited() { timeout -k 5 $((deadline > SECONDS ? deadline - SECONDS : 1)) "$@"; }

janus() { limited "${main[@]}" "$@"; }

check() { limited "$java" "${flags[@]}" -cp "$bundle/models.jar:$bundle/lib/bench.jar" janus.bench.gpu.Check "$@"; }

# the line of a part's log that says most: an error, what doctor objects to, the tests' numbers, the device, or the last
summary() {
    local log=$results/$1.log
    grep -a -m 1 '^error: ' "$log" || case $1 in
        doctor) echo "$(grep -a -c '^BAD' "$log") bad, $(grep -a -c '^hint' "$log") hints" ;;
        opens | training) grep -a -m 1 '^device ' "$log" ;;
        *) tests "$log" || grep -a -v '^ *$' "$log" | tail -n 1 ;;
    esac
}

tests() {
    grep -a -q 'tests found' "$1" || return 1
    sed -n 's/^\[ *\([0-9]* \(tests \(found\|successful\|failed\|aborted\)\|containers failed\)\) *\]$/\1/p' "$1" | paste -s -d , | sed 's/,/, /g'
}

# what is missing is shown; whether that matters the other parts tell
doctor() {
    janus doctor --json > "$results/doctor.json"
    janus doctor
}

opens() {
    rm -rf "$results/faces"
    janus synthesize --train 96 --validation 32 --test 32 --out "$results/faces" &&
        janus train --device "$device" --data "$results/faces" --out "$results/none" data.size=32 --dry-run
}

# in a process that may not take an emulated GPU for this one
parity() {
    limited "$java" "${flags[@]}" "-Djanus.device=$device" -Djanus.gpu=real \
        -cp "$bundle/models.jar:$bundle/lib/*" \
        org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors \
        --details=tree --fail-if-no-tests --reports-dir="$results/junit" \
        --select-class=janus.kernels.parity.KernelParityTest
}

training() {
    rm -rf "$results/run"
    janus train --device "$device" --data "$results/faces" --out "$results/run" \
        data.size=32 network.width=0.25 optimizer.epochs=2 optimizer.batch=16
}

# each_precision COMMAND…: with the device of each precision as its last word
each_precision() {
    local precision
    for precision in "${precisions[@]}"; do
        "$@" "$precision" || return
    done
}

# bf16 says nothing about so small a network
network() {
    check network "$tiny" "$device" && each_precision check network "$small"
}

# a run that is stopped once it has saved something, and goes on, ends in the files of one that was not
resume() {
    local run=(--device "$1" --data "$results/faces" --model two-head data.size=32 network.width=0.125
        optimizer.epochs=12 optimizer.batch=16 saving.steps=5 --no-progress) code=0 file
    rm -rf "$results/whole" "$results/stopped"
    janus train --out "$results/whole" "${run[@]}" || return
    "${main[@]}" train --out "$results/stopped" "${run[@]}" & # by no function, whose shell the signal would reach
    local pid=$! saved="$results/stopped/checkpoints/*.safetensors"
    until compgen -G "$saved" > /dev/null || ! kill -0 $pid 2> /dev/null || [ $SECONDS -ge $deadline ]; do
        sleep 0.1
    done
    kill -TERM $pid 2> /dev/null
    wait $pid || code=$?
    [ $code -eq 143 ] || { echo "error: the run to stop ended with exit code $code, not 143"; return 1; }
    saved=$(basename "$(compgen -G "$saved" | sort | tail -n 1)" .safetensors)
    janus train --resume "$results/stopped" --no-progress || return
    for file in metrics.csv two-head/{last,best}.safetensors; do
        cmp "$results/whole/$file" "$results/stopped/$file" ||
            { echo "error: $file of a run stopped at $saved is not that of one that was not"; return 1; }
    done
    echo "$1, stopped at $saved and resumed: metrics and weights are those of a run that was not, to the bit"
}

benchmark() {
    check benchmark "$benchmark" "$device" "$turn" $((deadline - SECONDS - 30)) "$results/benchmark.json" \
        "${PYTHON:-python3}" "$bundle/peer.py" "$peer"
}

rm -f "$results/benchmark.json"
part doctor 30 doctor
part opens 40 opens
part parity 90 parity
part training 40 training
part network 90 network
part steps 60 each_precision check steps "$middle"
part repeats 60 each_precision check repeats "$large"
part resume 60 each_precision resume
part leak 40 each_precision check leak "$large"
part benchmark $((most > SECONDS ? (most - SECONDS) / patience : 1)) benchmark

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
    echo "  \"benchmark\": $([ -s "$results/benchmark.json" ] && cat "$results/benchmark.json" || echo null),"
    echo "  \"doctor\": $([ -s "$results/doctor.json" ] && cat "$results/doctor.json" || echo null)"
    echo '}'
} > "$results/gpu-check.json"

cat "$results/doctor.log"
printf '%s\n' "${parts[@]}" | while IFS='|' read -r name state time line; do
    printf '%-9s %-7s %6s  %s\n' "$name" "$state" "$time" "$line"
done
echo "$results/gpu-check.json"
exit $failed
