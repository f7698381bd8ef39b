package janus.kernels;

/** What a buffer is for; a device chooses its private layout by it. Outside, all is row-major (NCHW, KCRS). */
public enum Role {
    /** A batch of images [n,c,h,w] with few channels: read by the first convolution alone. */
    IMAGE,
    /** Pictures [n,h,w,c], a byte a number: uploaded as bytes, read by {@link Pictures#warp} alone, never downloaded. */
    BYTES,
    /** A feature map [n,c,h,w]. */
    ACTIVATION,
    /** Convolution weights [k,c,r,s]. May carry derived forms, which hold until it is written. */
    FILTER,
    /** Rank ≤ 2, statistics, indices, losses, arenas: row-major on every device. */
    PLAIN
}
