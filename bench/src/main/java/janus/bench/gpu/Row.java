package janus.bench.gpu;

import java.util.List;
import java.util.Locale;

/**
 * One comparison.
 *
 * @param ratio of Janus' median to PyTorch's
 * @param ofArithmetic Janus' share of what products of matrices reach
 * @param ofMemory Janus' share of what copies reach
 */
record Row(Cell cell, Rate janus, Rate peer, double ratio, double ofArithmetic, double ofMemory) {
    /** {@code rates}: Janus', then PyTorch's. */
    static Row of(Cell cell, List<Rate> rates, Roofs roofs) {
        Rate janus = rates.getFirst();
        Rate peer = rates.getLast();
        double median = janus.median();
        return new Row(
                cell,
                janus,
                peer,
                median / peer.median(),
                roofs.ofArithmetic(cell, median),
                roofs.ofMemory(cell, median));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: Janus %s, PyTorch %s images/s, ratio %.2f; Janus at %.2f of the arithmetic, %.2f of the memory",
                cell,
                janus,
                peer,
                ratio,
                ofArithmetic,
                ofMemory);
    }
}
