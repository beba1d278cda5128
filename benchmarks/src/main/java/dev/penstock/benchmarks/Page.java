package dev.penstock.benchmarks;

import java.util.Locale;
import java.util.Optional;

/** A page of tables in the making. */
final class Page {

    private final StringBuilder text = new StringBuilder();

    void heading(String heading) {
        text.append("\n## ").append(heading).append("\n\n");
    }

    void text(String more) {
        text.append(more);
    }

    void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** A row that says what was measured, what was aimed at, and whether that was met; none if it was not measured. */
    void aim(String what, double aim, Optional<Double> measured, int digits, boolean atLeast) {
        if (measured.isEmpty()) {
            return;
        }
        boolean met = atLeast ? measured.get() >= aim : measured.get() <= aim;
        row(what, (atLeast ? "≥ " : "≤ ") + plain(aim), number(measured, digits), met ? "met" : "**not met**");
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.format(Locale.ROOT, "%,d", (long) number) : Double.toString(number);
    }

    static String number(Optional<Double> number, int digits) {
        return number.map(value -> String.format(Locale.ROOT, "%,." + digits + "f", value))
                .orElse("–");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
