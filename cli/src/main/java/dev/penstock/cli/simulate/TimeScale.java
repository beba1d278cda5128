package dev.penstock.cli.simulate;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How fast simulated time runs.
 *
 * @param factor simulated seconds in a real second
 */
public record TimeScale(double factor) {

    private static final double FASTEST = 1e6;

    /** Reads {@code real} or a number. */
    public static final class Converter implements ITypeConverter<TimeScale> {

        @Override
        public TimeScale convert(String value) {
            if (value.equals("real")) {
                return new TimeScale(1);
            }
            try {
                double factor = Double.parseDouble(value);
                if (factor > 0 && factor <= FASTEST) {
                    return new TimeScale(factor);
                }
            } catch (NumberFormatException e) {
                // Told below, as for a number that is out of range.
            }
            throw new TypeConversionException(
                    "'" + value + "' is neither 'real' nor a number of more than 0 and at most 1000000");
        }
    }

    /** For people. */
    String words() {
        if (factor == 1) {
            return "in real time";
        }
        String number =
                factor == Math.rint(factor) ? Long.toString((long) factor) : String.format(Locale.ROOT, "%s", factor);
        return number + " times as fast as real time";
    }
}
