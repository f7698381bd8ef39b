package janus.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Offset<Double> ROUNDING = within(1e-15);

    @Test
    void cosineRisesLinearlyFallsAsACosineAndStaysAtZero() {
        Schedule schedule = Schedule.cosine(2, 4, 14);
        assertThat(schedule.rate(0)).isEqualTo(.5);
        assertThat(schedule.rate(3)).isEqualTo(2);
        assertThat(schedule.rate(4)).isEqualTo(2);
        assertThat(schedule.rate(9)).isCloseTo(1, ROUNDING);
        assertThat(schedule.rate(14)).isZero();
        assertThat(schedule.rate(20)).isZero();
        assertThatThrownBy(() -> Schedule.cosine(1, 5, 5)).hasMessage("0 ≤ warmup < total, given 5 and 5");
    }

    @Test
    void exponentialChangesOnceAnEpoch() {
        Schedule schedule = Schedule.exponential(.1, .9, 100);
        assertThat(schedule.rate(99)).isEqualTo(.1);
        assertThat(schedule.rate(100)).isCloseTo(.09, ROUNDING);
        assertThat(schedule.rate(299)).isCloseTo(.081, ROUNDING);
    }

    @Test
    void constantStays() {
        assertThat(Schedule.constant(.3).rate(1_000_000)).isEqualTo(.3);
    }
}
