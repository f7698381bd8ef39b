package janus.bench.gpu;

import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.Kernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A device with a mistake, which is made after each call of a kernel. */
final class FlawedDevice {
    /** Does harm: given the device, the kernel's name, and its arguments. */
    @FunctionalInterface
    interface Flaw {
        void harm(Device device, String kernel, Object[] arguments);
    }

    private FlawedDevice() {}

    static Device open(String name, Flaw flaw) {
        Device device = Devices.open(name);
        Kernels kernels = (Kernels) proxy(Kernels.class, device.kernels(), (method, arguments, result) -> {
            flaw.harm(device, method, arguments);
            return result;
        });
        return (Device)
                proxy(Device.class, device, (method, arguments, result) -> method.equals("kernels") ? kernels : result);
    }

    @FunctionalInterface
    private interface After {
        Object call(String method, Object[] arguments, Object result);
    }

    private static Object proxy(Class<?> type, Object target, After after) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            try {
                return after.call(method.getName(), arguments, method.invoke(target, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
