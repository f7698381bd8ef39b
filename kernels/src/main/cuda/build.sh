#!/usr/bin/env bash
# Compiles each .cu of this folder to PTX among the resources. The first line of a PTX file is the SHA-256 of what it
# was made from, all headers and then its .cu, so that a test finds out when it is older than its source.
# Needs nvcc 12 or 13 on the path, or named by NVCC.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")"
resources=../resources/janus/kernels/cuda
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

shopt -s nullglob
headers=(*.cuh)
mkdir "$work/done"
for source in *.cu; do
    name=${source%.cu}
    "${NVCC:-nvcc}" --ptx -arch=compute_80 -std=c++17 -O3 -o "$work/$name.ptx" "$source"
    {
        echo "// sources $(cat "${headers[@]}" "$source" | sha256sum | cut -d ' ' -f 1)"
        # nvcc names its own language version, 9.0 for CUDA 13; every driver for CUDA 12 or newer reads 8.0
        sed 's/^\.version .*/.version 8.0/' "$work/$name.ptx"
    } > "$work/done/$name.ptx"
done
# only now, so that a source that does not compile costs nothing
mkdir -p "$resources"
rm -f "$resources"/*.ptx
mv "$work/done"/*.ptx "$resources"
