package janus.kernels.cpu;

/** What one thread needs to transform tiles, and to multiply those it transformed. */
final class WinogradRoom {
    final WinogradTiling.Run run = new WinogradTiling.Run();
    final WinogradStrip strip = new WinogradStrip();
    final ReadAhead ahead = new ReadAhead();
    final float[] t = new float[Layout.FIRST + Winograd.ROOM];
    final Products multiplication = new Products();
    final OuterProducts gradient = new OuterProducts();
    final float[] turned = new float[9 * WinogradPlan.BLOCK];
    float[] inputs = {};
    float[] filter = {};
    float[] gradients = {};
    float[] products = {};

    /** Makes room for a unit of {@code plan} and 32 output channels. */
    void reserve(WinogradPlan plan) {
        if (plan.byChannels) {
            filter = Kept.atLeast(filter, plan.maps.filters() * plan.filterApart);
        } else {
            inputs = Kept.atLeast(inputs, plan.maps.points() * plan.apart(plan.inputs));
        }
        products = Kept.atLeast(products, plan.products());
    }

    /** A unit's tiles from x to y: transforms them, multiplies them with filters u, and transforms them back. */
    void convolve(WinogradPlan plan, int unit, CpuBuffer x, float[] u, Finish finish, CpuBuffer y) {
        WinogradTiles.Range range = plan.range(unit);
        reserve(plan);
        WinogradTiles.inputs(plan, this, range, x, inputs);
        for (int k = 0; k < plan.outputs; k++) {
            multiply(plan, inputs, u, plan.filter(0, k, 0), range);
            WinogradTiles.outputs(plan, this, range, k, finish, y);
        }
    }

    /** Multiplies tiles of x with a filter of 32 output channels at all their points, to {@link #products}. */
    void multiply(WinogradPlan plan, float[] x, float[] w, int filter, WinogradTiles.Range range) {
        multiplication.x = x;
        multiplication.w = w;
        multiplication.y = products;
        multiplication.depth = plan.inputs * Layout.BLOCK;
        multiplication.xRow = plan.tileRow;
        for (int point = 0; point < plan.maps.points(); point++) {
            WinogradTiles.Range some = plan.having(point, range);
            multiplication.run(
                    some.count(),
                    Layout.FIRST + point * plan.apart(plan.inputs) + some.place() * plan.tileRow,
                    filter + plan.maps.filter(point) * plan.filterApart,
                    Layout.FIRST + point * plan.productApart + some.place() * Layout.FILTER_BLOCK);
        }
    }
}
