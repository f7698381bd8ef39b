package janus.kernels.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import janus.kernels.Device;
import janus.kernels.Kernels;
import janus.kernels.Role;
import janus.kernels.reference.ReferenceDevice;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Is the fast code the same function? Every kernel on every device against float64 loops. */
final class KernelParityTest {
    private final List<Device> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Device::close);
    }

    @TestFactory
    Stream<DynamicTest> everyKernelAgreesWithTheReference() {
        List<DeviceUnderTest> all = DeviceUnderTest.all();
        assertThat(all).isNotEmpty();
        all.forEach(d -> opened.add(d.open()));
        return ParityTable.all().stream().flatMap(c -> {
            Map<Precision, Truth> truth = new EnumMap<>(Precision.class);
            return IntStream.range(0, all.size()).mapToObj(i -> {
                DeviceUnderTest d = all.get(i);
                return DynamicTest.dynamicTest(d.name() + ": " + c, () -> {
                    Truth known = truth.computeIfAbsent(d.precision(), precision -> Truth.of(c, precision));
                    compare(known, d, opened.get(i), c);
                });
            });
        });
    }

    @Test
    void everyKernelIsInTheTable() {
        Set<String> called = new TreeSet<>();
        try (Device device = new ReferenceDevice()) {
            Kernels recorder = (Kernels) Proxy.newProxyInstance(
                    Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                        called.add(method.getName());
                        return null;
                    });
            for (ParityCase c : ParityTable.all()) {
                c.body().accept(new Trial(device, recorder, Probe.NONE, c.seed(), Trial.Kind.BUFFERS));
            }
        }
        Set<String> declared = new TreeSet<>();
        Arrays.stream(Kernels.class.getMethods())
                .filter(m -> !Modifier.isStatic(m.getModifiers()))
                .map(Method::getName)
                .forEach(declared::add);
        assertThat(called).isEqualTo(declared);
    }

    @Test
    void everyCaseHasItsOwnLabel() {
        assertThat(ParityTable.all()).extracting(ParityCase::label).doesNotHaveDuplicates();
    }

    private static void compare(Truth truth, DeviceUnderTest d, Device device, ParityCase c) {
        Trial tried = run(device, d, c, Trial.Kind.BUFFERS);
        Trial views = run(device, d, c, Trial.Kind.VIEWS);
        for (int i = 0; i < truth.values().size(); i++) {
            double[] actual = tried.result(i);
            Role role = tried.outputs().get(i).buffer().role();
            compare(
                    c + ", output " + i,
                    truth.bounds(i, d.precision(), role),
                    truth.values().get(i),
                    actual);
            assertThat(views.result(i))
                    .as("%s, output %d on views of arenas", c, i)
                    .isEqualTo(actual);
        }
        assertThat(tried.dirtyLanes()).as("%s: padding lanes that are not 0", c).isZero();
        assertThat(views.dirtyNeighbours())
                .as("%s: numbers beside the views", c)
                .isZero();
        assertThat(views.dirtyLanes())
                .as("%s: padding lanes of views that are not 0", c)
                .isZero();
        tried.free();
        views.free();
    }

    private static Trial run(Device device, DeviceUnderTest d, ParityCase c, Trial.Kind kind) {
        Trial trial = new Trial(device, device.kernels(), d.probe(), c.seed(), kind, d.precision());
        c.body().accept(trial);
        return trial;
    }

    private static void compare(String output, IntToDoubleFunction bounds, double[] expected, double[] actual) {
        for (int i = 0; i < expected.length; i++) {
            double rounded = (float) expected[i];
            double tolerance = bounds.applyAsDouble(i);
            boolean near = Math.abs(actual[i] - expected[i]) <= tolerance;
            if (!near && Double.compare(actual[i], rounded) != 0 && actual[i] != rounded) {
                fail("%s, element %d of %d: expected %s ± %s, was %s"
                        .formatted(output, i, expected.length, expected[i], tolerance, actual[i]));
            }
        }
    }
}
