package janus.bench.peers;

import com.fasterxml.jackson.annotation.JsonProperty;
import janus.models.report.Machine;
import java.time.LocalDate;
import java.util.List;

/** What a comparison's numbers hold for. */
record Header(
        String processor,
        int threads,
        String isa,
        String allocator,
        List<String> versions,
        String jdk,
        String os,
        String date,
        boolean quick,
        @JsonProperty("peak_gflops") double peak,
        @JsonProperty("waiting_cpu_share") double waiting) {
    static Header of(Setting setting, boolean quick, double peak, double waiting, List<Row> rows) {
        return new Header(
                Machine.processor(),
                setting.threads(),
                setting.avx2() ? "AVX2" : "best",
                setting.allocator(),
                rows.stream().map(Row::peer).distinct().toList(),
                System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                LocalDate.now().toString(),
                quick,
                peak,
                waiting);
    }
}
