package janus.models.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OutlookTest {
    @Test
    void hoursAreThoseOfTheRoundsThatRunsAreMadeIn() {
        assertThat(Outlook.pace(8, 16, "cpu:2", 1)).isEqualTo("about 8.00 hours on cpu:2, one run at a time");
        assertThat(Outlook.pace(8, 16, "cpu:1", 4)).isEqualTo("about 2.00 hours on cpu:1, 4 runs at a time");
        // five rounds of three, and one of the last run
        assertThat(Outlook.pace(8, 16, "cpu:1", 3)).isEqualTo("about 3.00 hours on cpu:1, 3 runs at a time");
    }
}
