package janus.celeba.synthetic;

import static janus.celeba.synthetic.Attribute.BIG_NOSE;
import static janus.celeba.synthetic.Attribute.MOUTH_SLIGHTLY_OPEN;
import static janus.celeba.synthetic.Attribute.POINTY_NOSE;
import static janus.celeba.synthetic.Attribute.SMILING;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/**
 * Where a face's parts lie. Face coordinates are pixels of the aligned frame around the head's centre, x to the right,
 * y down, z towards the viewer; turning the head moves a point by its depth, and {@code placement} takes the plane to
 * the picture. The five points are these coordinates, not measured from pixels.
 */
record Geometry(double turn, double nod, AffineTransform placement, double[] shape) {
    static final int LEFT_EYE = 0;
    static final int RIGHT_EYE = 1;
    static final int NOSE = 2;
    static final int LEFT_MOUTH = 3;
    static final int RIGHT_MOUTH = 4;
    private static final double CENTER_X = 88.7;
    private static final double CENTER_Y = 125;
    /** x, y, z of the mean face's points; its eyes lie where CelebA's aligned ones do. */
    private static final double[] MEAN = {-19.4, -13.5, 9, 19.4, -13.5, 9, 0, 10, 22, -17, 27.5, 13, 17, 27.5, 13};

    /** {@code aligned}: the eyes stay near their mean place; else a random similarity moves the whole face. */
    static Geometry of(Factors f, boolean aligned) {
        Chance pose = f.ofPicture(Factors.Stream.POSE);
        double yaw = Math.toRadians(pose.normal(7.5));
        double pitch = Math.toRadians(pose.normal(4));
        double loose = aligned ? .35 : 1;
        AffineTransform placement = new AffineTransform();
        placement.translate(CENTER_X + pose.normal(2.6 * loose), CENTER_Y + pose.normal(2.6 * loose));
        double angle = Math.toRadians(pose.normal(5 * loose));
        double scale = 1 + pose.normal(.055 * loose);
        double cos = scale * StrictMath.cos(angle);
        double sin = scale * StrictMath.sin(angle);
        placement.concatenate(new AffineTransform(cos, sin, -sin, cos, 0, 0));
        return new Geometry(yaw, pitch, placement, shape(f, yaw));
    }

    /** Offsets of the points: of the identity, of this picture, and a share that the labels drive. */
    private static double[] shape(Factors f, double yaw) {
        Chance person = f.ofIdentity(Factors.Stream.SHAPE);
        double eyes = person.normal(.7);
        double eyeHeight = person.normal(.9);
        double nose = person.normal(.9);
        double mouth = person.normal(1.2);
        double width = person.normal(1.2);
        double against = yaw > 0 ? -1 : 1;
        double share = f.sharing() * (1 - f.conflict()) + f.conflict() * against;
        double free = Math.sqrt(1 - f.sharing() * f.sharing());
        Chance picture = f.ofPicture(Factors.Stream.SHAPE);
        double lift = share * sign(f, SMILING) * 1.5 + free * picture.normal(1.4);
        double wide = share * sign(f, SMILING) * 1.5 + free * picture.normal(1.2);
        double drop = share * sign(f, MOUTH_SLIGHTLY_OPEN) * 1.2 + free * picture.normal(1.2);
        double length = share * (sign(f, BIG_NOSE) - sign(f, POINTY_NOSE)) * 1 + free * picture.normal(.8);
        double side = width + wide;
        double corner = mouth - lift + drop;
        return new double[] {
            -eyes, eyeHeight, 0, eyes, eyeHeight, 0, 0, nose + length, 0, -side, corner, 0, side, corner, 0
        };
    }

    private static double sign(Factors f, Attribute a) {
        return f.has(a) ? 1 : -1;
    }

    /** Horizontal place of a point of the head after turning. */
    double x(double x, double z) {
        return x * StrictMath.cos(turn) + z * StrictMath.sin(turn);
    }

    /** Vertical place of a point of the head after nodding. */
    double y(double y, double z) {
        return y * StrictMath.cos(nod) + z * StrictMath.sin(nod);
    }

    /** Face coordinates of one of the five points. */
    double pointX(int point) {
        return x(MEAN[3 * point] + shape[3 * point], MEAN[3 * point + 2]);
    }

    double pointY(int point) {
        return y(MEAN[3 * point + 1] + shape[3 * point + 1], MEAN[3 * point + 2]);
    }

    /** The five points in pixels of the picture: x, y alternating. */
    double[] points() {
        double[] xy = new double[10];
        for (int point = 0; point < 5; point++) {
            xy[2 * point] = pointX(point);
            xy[2 * point + 1] = pointY(point);
        }
        placement.transform(xy, 0, xy, 0, 5);
        return xy;
    }

    /** A smooth closed curve through points of the head. */
    Path2D around(Spot... spots) {
        return Curves.closed(flat(spots));
    }

    /** A smooth open curve through points of the head. */
    Path2D along(Spot... spots) {
        return Curves.open(flat(spots));
    }

    private double[] flat(Spot... spots) {
        double[] xy = new double[2 * spots.length];
        for (int i = 0; i < spots.length; i++) {
            xy[2 * i] = x(spots[i].x(), spots[i].z());
            xy[2 * i + 1] = y(spots[i].y(), spots[i].z());
        }
        return xy;
    }
}
