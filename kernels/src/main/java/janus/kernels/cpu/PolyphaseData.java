package janus.kernels.cpu;

/**
 * How gradients go back through a convolution of stride 2: 8 × 8 of dx from 5 × 5 of dy. Outputs of odd places take the
 * first and last tap, those of even places the middle one, as inputs do in {@link Polyphase}, whose filter this has.
 */
final class PolyphaseData extends Winograd {
    PolyphaseData() {
        super(
                4,
                Polyphase.SIDE,
                5,
                1,
                2,
                Polyphase.SPARED,
                new PolyphaseData8x8(),
                new PolyphaseData8x6(),
                new PolyphaseData6x8(),
                new PolyphaseData6x6());
    }

    @Override
    int filters() {
        return 36;
    }

    @Override
    int filter(int point) {
        return Polyphase.filterAt(point);
    }

    @Override
    void filterTile(float[] g, int at, int tap, float[] u, int to, int apart, float[] t) {
        Polyphase.transform(g, at, tap, u, to, apart, t);
    }

    @Override
    void filterAdjointTile(float[] u, int at, int apart, float[] dg, int to, int tap, float[] t) {
        throw new UnsupportedOperationException("gradients of filters go by Polyphase");
    }
}
