/**
 * Benchmarks, by JMH: {@code java -jar bench/target/bench.jar}, or {@code … short}. A quick look at one of them: {@code
 * … Convolution -f 1 -wi 2 -i 3 -p layer=C64_56}.
 */
@NullMarked
package janus.bench;

import org.jspecify.annotations.NullMarked;
