package janus.kernels;

import janus.kernels.reference.ReferenceDevice;

/** Opens devices by name. */
public final class Devices {
    private Devices() {}

    /**
     * {@code "reference"}.
     *
     * @throws IllegalArgumentException in one line, if no such device is in this build or the name is none
     */
    public static Device open(String name) {
        return switch (name) {
            case "reference" -> new ReferenceDevice();
            default -> throw new IllegalArgumentException("no device \"" + name + "\"; use reference");
        };
    }
}
