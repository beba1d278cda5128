package dev.penstock.verdict.explain;

import dev.penstock.verdict.Texts;
import java.util.List;
import java.util.Locale;

/** One diagram of a picture: a frame, lines over time, and levels across. */
final class Panel {

    private static final int LEFT = 64;
    private static final int WIDTH = 636;
    private static final int HEIGHT = 84;

    /** Half of the length of what stands for a single point. */
    private static final double DASH = 3;

    /** A point of a line: seconds since the first look, and a value. */
    record Point(double seconds, double value) {}

    private final StringBuilder svg;
    private final int top;
    private final double seconds;
    private final double least;
    private final double most;

    /**
     * An empty diagram.
     *
     * @param seconds the time at its right edge, above 0
     * @param least the value at its lower edge
     * @param most the value at its upper edge, above the least
     */
    Panel(StringBuilder svg, int top, double seconds, double least, double most) {
        this.svg = svg;
        this.top = top;
        this.seconds = seconds;
        this.least = least;
        this.most = most;
    }

    void frame(String title, String lower, String upper) {
        svg.append(String.format(
                Locale.ROOT, "<text class=\"title\" x=\"%d\" y=\"%d\">%s</text>%n", LEFT, top - 8, escaped(title)));
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>%n",
                LEFT,
                top,
                WIDTH,
                HEIGHT));
        label(LEFT - 6, top + 10, upper);
        label(LEFT - 6, top + HEIGHT, lower);
    }

    private void label(int x, int y, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"axis\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                x,
                y,
                escaped(text)));
    }

    void line(String kind, List<Point> points) {
        if (points.isEmpty()) {
            return;
        }
        svg.append("<polyline class=\"").append(kind).append("\" points=\"");
        if (points.size() == 1) {
            // A line of one point would not be seen.
            double x = Math.clamp(x(points.getFirst().seconds()), LEFT + DASH, LEFT + WIDTH - DASH);
            point(x - DASH, points.getFirst().value());
            svg.append(' ');
            point(x + DASH, points.getFirst().value());
        } else {
            String separator = "";
            for (Point point : points) {
                svg.append(separator);
                point(x(point.seconds()), point.value());
                separator = " ";
            }
        }
        svg.append("\"/>\n");
    }

    private void point(double x, double value) {
        svg.append(number(x)).append(',').append(number(y(value)));
    }

    void level(String kind, double value, String text) {
        String y = number(y(value));
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"level %s\" x1=\"%d\" y1=\"%s\" x2=\"%d\" y2=\"%s\"/>%n",
                kind,
                LEFT,
                y,
                LEFT + WIDTH,
                y));
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"axis\" x=\"%d\" y=\"%s\">%s</text>%n",
                // On the side where evidence begins: where it ends, the lines meet.
                LEFT + 4,
                number(y(value) - 3),
                escaped(text)));
    }

    private double x(double at) {
        return LEFT + WIDTH * Math.clamp(at / seconds, 0, 1);
    }

    private double y(double value) {
        return top + HEIGHT * (1 - Math.clamp((value - least) / (most - least), 0, 1));
    }

    /** Coordinates to a tenth of a pixel: the last bits of a logarithm are nobody's picture. */
    private static String number(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }

    /** Text that is no markup, whatever a name holds; control characters, which XML cannot have, are shown as U+FFFD. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> {
                    boolean control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
                    boolean lone = c >= 0xD800 && c <= 0xDFFF;
                    boolean legal = !control && !lone && c != 0xFFFE && c != 0xFFFF;
                    out.appendCodePoint(legal ? c : 0xFFFD);
                }
            }
        });
        return out.toString();
    }

    /** A share as it stands at an axis. */
    static String percent(double share) {
        return Texts.percent(share);
    }
}
