package janus.kernels;

/** What becomes of pictures as they are decoded: bytes, the channels of a pixel side by side. */
public interface Pictures {
    /** Channels of a picture. */
    int CHANNELS = 3;
    /** Numbers of a map, each a {@link Triple}. */
    int MAP = 6 + 2 * CHANNELS;

    /**
     * y[i,k,v,u] = (p/255 − mean[k])/deviation[k] where p is channel k of picture i at the point (x, y) with x = a·u' +
     * b·v' + (w − 1)/2 and y = c·u' + d·v' + (h − 1)/2, u' = u − (w − 1)/2 − s and v' = v − (h − 1)/2 − t, between its
     * four neighbours bilinearly; outside the picture its edge is repeated. Pictures are BYTES [n,h,w,3], y an IMAGE
     * [n,3,h,w]; maps PLAIN [n,36] have a, b, c, d, s, t, mean and deviation, each as the three numbers of a {@link
     * Triple}. Points are found in float64 and rounded to float32, all else is float32; {@code reference} rounds nothing.
     */
    void warp(int n, int h, int w, Buffer pictures, Buffer maps, Buffer y);
}
