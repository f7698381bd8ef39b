package janus.kernels.cuda;

import java.util.Locale;

/** What convolutions multiply: float32, float32 rounded to 10 bits of mantissa, or bf16. */
enum Precision {
    FLOAT32,
    TF32,
    BF16;

    static Precision of(Layout layout, boolean tf32) {
        return layout.bf16() ? BF16 : tf32 ? TF32 : FLOAT32;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
