/** What is checked and measured on a GPU: {@code bench/gpu/check.sh} runs it there, on a bundle without this build. */
@NullMarked
package janus.bench.gpu;

import org.jspecify.annotations.NullMarked;
