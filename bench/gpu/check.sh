#!/usr/bin/env bash
# Checks this build on the GPU of this host, from the folder that bundle.sh packed. Writes gpu-check.json, benchmark.json
# and a log of each part; exit code 0 if nothing failed. Needs the driver and CUDA's libraries (Python's wheels will do),
# no Java, no network; for the benchmark also a python3 whose torch finds the GPU, or another in PYTHON. Ends within ten
# minutes: each part has its seconds below, and the benchmark takes what the others left.
#   ./check.sh [DEVICE] [FOLDER] [PART…]  (default: cuda, results, all parts; with a CPU's name all runs small and has
#                                          ten times as long, as a rehearsal)
set -uo pipefail
export LC_ALL=C.UTF-8
bundle=$(cd "$(dirname "$0")" && pwd)
device=${1:-cuda}
results=${2:-results}
asked=" ${*:3} "
mkdir -p "$results"
results=$(cd "$results" && pwd)

java=$bundle/jdk/bin/java
if [ ! -x "$java" ]; then
    tar -C "$bundle" -xJf "$bundle/jdk.txz" || { echo "error: jdk.txz cannot be unpacked; install xz" >&2; exit 2; }
fi
flags=(--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:MaxRAMPercentage=50
    -Djava.awt.headless=true)
main=("$java" "${flags[@]}" -cp "$bundle/models.jar" janus.models.cli.Main)
parts=(doctor opens parity training network steps repeats resume leak start benchmark)

# width of the network, pixels, batch; in which precisions, and with batches normalized by whom
tiny=0.125,32,4
if [[ $device =~ ^cuda(:[0-9]+)?$ ]]; then
    precisions=("$device" "$device:bf16") all=("$device" "$device:bf16" "$device:cudnn-norm" "$device:bf16:cudnn-norm")
    small=1,64,8 middle=1,64,32 large=1,224,32 first=(network.width=1 data.size=224 optimizer.batch=32)
    benchmark=224x256,64x32,224x1024,64x256,224x32,64x1024 turn=0.5 peer=cuda patience=1
elif [[ $device == cuda* ]]; then
    echo "error: name the GPU alone, cuda or cuda:1; float32 and bf16 are both checked" >&2
    exit 2
else
    precisions=("$device") all=("$device")
    small=0.25,64,8 middle=0.25,32,16 large=0.25,64,8 first=(network.width=0.25 data.size=64 optimizer.batch=16)
    benchmark=64x8 turn=1 peer=cpu patience=10
fi
most=$((580 * patience)) # seconds for everything
reserve=$((70 * patience)) # of these, for the benchmark
# this GPU as the only one, by the name that the kernels' tests and PyTorch have for it
alone=(env)
if [[ $device == *:* && $device == cuda* ]]; then
    alone=(env "CUDA_VISIBLE_DEVICES=${device#*:}")
fi

# text as a JSON string
quoted() { printf '"%s"' "$(tr -d '\r' | sed -e 's/[\\"]/\\&/g' -e 's/\t/ /g' | sed -e ':a' -e '$!{N;ba' -e '}' -e 's/\n/\\n/g')"; }

wanted() { [[ $asked == '  ' || $asked == *" $1 "* ]]; }

# part NAME SECONDS COMMAND…: runs it for so long at most, keeps its output, and notes how it ended in NAME.part
part() {
    local name=$1 start=$SECONDS code=0 state=passed last=$((most - reserve))
    wanted "$name" || return 0
    [ "$name" != benchmark ] || last=$most
    deadline=$((SECONDS + $2 * patience))
    [ $deadline -le $last ] || deadline=$last
    shift 2
    "$@" > "$results/$name.log" 2>&1 || code=$?
    case $code in
        0) ;;
        77) state=skipped ;;
        *) state=FAILED ;;
    esac
    [ $code -ne 124 ] && [ $code -ne 137 ] || echo "error: not done after $((SECONDS - start)) s" >> "$results/$name.log"
    echo "$name|$state|$((SECONDS - start)) s|$(summary "$name")" > "$results/$name.part"
    echo "$state: $name"
}

# the seconds until the part's time is up, and a command for so long at most
left() { echo $((deadline > SECONDS ? deadline - SECONDS : 1)); }
limited() { timeout -k 5 "$(left)" "$@"; }

janus() { limited "${main[@]}" "$@"; }

check() { limited "$java" "${flags[@]}" -cp "$bundle/models.jar:$bundle/lib/bench.jar" janus.bench.gpu.Check "$@"; }

# what says most of a part's log, in a line: an error, what doctor objects to, the tests' numbers, the device, verdicts
summary() {
    local log=$results/$1.log
    grep -a -m 1 '^error: ' "$log" || case $1 in
        doctor) echo "$(grep -a -c '^BAD' "$log") bad, $(grep -a -c '^hint' "$log") hints" ;;
        opens | training) grep -a -m 1 '^device ' "$log" ;;
        benchmark) grep -a -v '^ *$' "$log" | tail -n 1 ;;
        *) tests "$log" || verdicts "$log" ;;
    esac
}

# what each device was found to be, else the last line
verdicts() {
    local lines
    lines=$(grep -a "^$device[^ ]*, .*: " "$1" || grep -a -v '^ *$' "$1" | tail -n 1)
    printf '%s\n' "${lines//$'\n'/; }"
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
    limited "${alone[@]}" "$java" "${flags[@]}" "-Djanus.device=${device/#cuda*/cuda}" -Djanus.gpu=real \
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

# the seconds from the start of the program to the end of its first step, of the command that a user gives
start() {
    local log
    rm -rf "$results/first"
    log=$(janus train --device "$1" --data "$results/faces" --out "$results/first" --model two-head --no-progress \
        "${first[@]}" optimizer.epochs=8 2>&1)
    local code=$?
    printf '%s\n' "$log"
    [ $code -eq 0 ] || return $code
    log=$(sed -n 's/.*first step begun after [0-9.]* s, done after \([0-9.]*\) s.*/\1/p' <<< "$log")
    [ -n "$log" ] || { echo "error: $1: the run does not say when its first step was done"; return 1; }
    echo "$1, ${first[*]}: first step done $log s after the start; $([ "${log%.*}" -lt 5 ] && echo less || echo more) than the 5 s aimed at"
}

# each COMMAND DEVICE…: with each device; one that fails does not keep others from being checked
each() {
    local name code=0
    for name in "${@:2}"; do
        "$1" "$name" || code=$?
    done
    return $code
}

# as each, but with all devices at a time
together() {
    local i pids=() code=0
    for ((i = 2; i <= $#; i++)); do
        "$1" "${!i}" > "$results/$1.$i" 2>&1 &
        pids[i]=$!
    done
    for ((i = 2; i <= $#; i++)); do
        wait "${pids[i]}" || code=$?
        cat "$results/$1.$i"
        rm "$results/$1.$i"
    done
    return $code
}

# bf16 says nothing about so small a network
network() {
    check network "$tiny" "$device" && check network "$small" "${all[@]}"
}

# a run that is stopped once it has saved something, and goes on, ends in the files of one that was not
resume() {
    local run=(--device "$1" --data "$results/faces" --model two-head data.size=32 network.width=0.125
        optimizer.epochs=12 optimizer.batch=16 saving.steps=5 --no-progress) code=0 file
    local whole=$results/whole-$1 stopped=$results/stopped-$1
    rm -rf "$whole" "$stopped"
    janus train --out "$whole" "${run[@]}" || return
    # by no function, whose shell the signal would reach
    timeout --foreground -k $((10 * patience)) "$(left)" "${main[@]}" train --out "$stopped" "${run[@]}" &
    local pid=$! saved="$stopped/checkpoints/*.safetensors"
    until compgen -G "$saved" > /dev/null || ! kill -0 $pid 2> /dev/null; do sleep 0.1; done
    kill -TERM $pid 2> /dev/null
    wait $pid || code=$?
    [ $code -eq 143 ] || { echo "error: the run to stop ended with exit code $code, not 143"; return 1; }
    saved=$(basename "$(compgen -G "$saved" | sort | tail -n 1)" .safetensors)
    janus train --resume "$stopped" --no-progress || return
    for file in metrics.csv two-head/{last,best}.safetensors; do
        cmp "$whole/$file" "$stopped/$file" ||
            { echo "error: $file of a run stopped at $saved is not that of one that was not"; return 1; }
    done
    echo "$1, stopped at $saved and resumed: metrics and weights are those of a run that was not, to the bit"
}

repeats() { check repeats "$large" "$1"; }

benchmark() {
    command -v "${PYTHON:-python3}" > /dev/null || { echo "skipped: no ${PYTHON:-python3} to compare with"; return 77; }
    check benchmark "$benchmark" "$device" "$turn" $((deadline - SECONDS - 30)) "$results/benchmark.json" \
        "${alone[@]}" "${PYTHON:-python3}" "$bundle/peer.py" "$peer"
}

rm -f "$results/benchmark.json" "$results"/*.part
part doctor 30 doctor
part opens 40 opens
part leak 60 check leak "$large" "${precisions[@]}"
# what measures no time and no memory shares the machine
part parity 150 parity &
part training 150 training &
part network 150 network &
part steps 150 check steps "$middle" "${all[@]}" &
part repeats 150 together repeats "${all[@]}" &
part resume 150 together resume "${precisions[@]}" &
wait
part start 40 each start "${precisions[@]}"
part benchmark $((most > SECONDS ? (most - SECONDS) / patience : 1)) benchmark

gpu=$(nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader 2> /dev/null | head -n 1)
failures=$([ ! -e "$results/parity.log" ] || sed -n 's/^  JUnit Jupiter://p' "$results/parity.log")
mapfile -t lines < <(for name in "${parts[@]}"; do
    ! wanted "$name" || cat "$results/$name.part" 2> /dev/null || echo "$name|FAILED|?|error: it ended without a word"
done)
failed=0
[[ ${lines[*]} != *'|FAILED|'* ]] || failed=1
{
    echo '{'
    echo "  \"device\": $(printf '%s' "$device" | quoted),"
    echo "  \"gpu\": $(printf '%s' "${gpu:-none}" | quoted),"
    echo "  \"commit\": $(quoted < "$bundle/commit"),"
    echo "  \"passed\": $([ $failed -eq 0 ] && echo true || echo false),"
    echo '  "parts": ['
    for i in "${!lines[@]}"; do
        IFS='|' read -r name state time line <<< "${lines[$i]}"
        printf '    {"name": "%s", "state": "%s", "time": "%s", "result": %s}%s\n' "$name" "$state" "$time" \
            "$(printf '%s' "$line" | quoted)" "$([ "$i" -lt $((${#lines[@]} - 1)) ] && echo ,)"
    done
    echo '  ],'
    echo "  \"failures\": $(printf '%s' "$failures" | quoted),"
    echo "  \"benchmark\": $([ -s "$results/benchmark.json" ] && cat "$results/benchmark.json" || echo null),"
    echo "  \"doctor\": $([ -s "$results/doctor.json" ] && cat "$results/doctor.json" || echo null)"
    echo '}'
} > "$results/gpu-check.json"

[ ! -e "$results/doctor.log" ] || cat "$results/doctor.log"
printf '%s\n' "${lines[@]}" | while IFS='|' read -r name state time line; do
    printf '%-9s %-7s %6s  %s\n' "$name" "$state" "$time" "$line"
done
echo "$results/gpu-check.json"
exit $failed
