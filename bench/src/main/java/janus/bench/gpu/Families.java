package janus.bench.gpu;

import janus.kernels.Device;
import janus.kernels.Kernels;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Seconds of a plain step that each family of kernels takes: the part of {@link Kernels} that has them, or "fused" for
 * what is in several. Each kernel is waited for, so what a GPU hides behind another one's work, and what starting one
 * takes, is in them: they are shares, and add up to more than a replayed step.
 */
final class Families {
    private static final int STEPS = 5;

    private final Device device;
    private final Map<String, Double> seconds = new TreeMap<>();

    private Families(Device device) {
        this.device = device;
    }

    /** Medians over a few steps of the two-head network, after one that does not count; largest first. */
    static Map<String, Double> of(Supplier<Device> open, Size size) {
        try (Device device = open.get()) {
            Families families = new Families(device);
            List<Map<String, Double>> steps = new ArrayList<>();
            try (TwoHeads heads = new TwoHeads(families.timed(), size, 1)) {
                for (int step = 0; step <= STEPS; step++) {
                    families.seconds.clear();
                    heads.plainStep();
                    steps.add(new TreeMap<>(families.seconds));
                }
            }
            return medians(steps.subList(1, steps.size()));
        }
    }

    private static Map<String, Double> medians(List<Map<String, Double>> steps) {
        Map<String, Double> medians = new LinkedHashMap<>();
        steps.getFirst().keySet().stream()
                .map(family -> Map.entry(
                        family,
                        steps.stream()
                                .map(step -> step.get(family))
                                .sorted()
                                .toList()
                                .get(steps.size() / 2)))
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(entry -> medians.put(entry.getKey(), entry.getValue()));
        return medians;
    }

    /** The device, with a clock around each of its kernels. */
    private Device timed() {
        Object kernels = proxy(Kernels.class, (_, method, arguments) -> {
            device.synchronize();
            long begin = System.nanoTime();
            Object result = call(method, device.kernels(), arguments);
            device.synchronize();
            seconds.merge(family(method.getDeclaringClass()), (System.nanoTime() - begin) * 1e-9, Double::sum);
            return result;
        });
        return (Device) proxy(
                Device.class,
                (_, method, arguments) ->
                        method.getName().equals("kernels") ? kernels : call(method, device, arguments));
    }

    private static String family(Class<?> owner) {
        return owner == Kernels.class ? "fused" : owner.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static Object proxy(Class<?> type, InvocationHandler calls) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls);
    }

    private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
