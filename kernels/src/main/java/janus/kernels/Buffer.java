package janus.kernels;

/** Numbers on a device. Only its device can read it; the host sees it through {@link Device#download}. */
public interface Buffer {
    Shape shape();

    Role role();
}
