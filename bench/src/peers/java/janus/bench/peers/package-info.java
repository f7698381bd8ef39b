/**
 * Janus beside libtorch, ONNX Runtime and oneDNN on the same work: {@code bench/compare.sh}. Each party runs in a
 * process of its own, and they take turns.
 */
@NullMarked
package janus.bench.peers;

import org.jspecify.annotations.NullMarked;
