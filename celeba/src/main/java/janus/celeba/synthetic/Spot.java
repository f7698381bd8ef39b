package janus.celeba.synthetic;

/** A point of the head in face coordinates: pixels of the aligned frame from its centre, z towards the viewer. */
record Spot(double x, double y, double z) {
    static Spot at(double x, double y, double z) {
        return new Spot(x, y, z);
    }
}
