package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.beanstalk.bundle.ComposeApplication.Invalid;
import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.HealthCheck;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and durations as Compose writes them. Source: Compose Specification, 11 "Extensions: specifying values". */
final class ComposeUnits {

    private static final Pattern SIZE =
            Pattern.compile("(?<number>[0-9]{1,15}(\\.[0-9]{1,6})?)\\s*(?<unit>[kmgt]?)i?b?");
    private static final Pattern DURATION =
            Pattern.compile("(?<number>[0-9]{1,12}(\\.[0-9]{1,6})?)(?<unit>us|ms|s|m|h)");

    private ComposeUnits() {}

    static OptionalLong bytes(Optional<String> text) throws Invalid {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher form = SIZE.matcher(text.get().strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new Invalid("invalid size: '" + text.get() + "'");
        }
        double factor = Math.pow(1024, " kmgt".indexOf(form.group("unit").isEmpty() ? " " : form.group("unit")));
        long bytes = (long) (Double.parseDouble(form.group("number")) * factor);
        return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    static Optional<HealthCheck> healthCheck(JsonValue check) {
        JsonValue test = Values.member(check, "test").orElseGet(JsonValue.Null::new);
        List<String> command = new ArrayList<>();
        if (test instanceof JsonValue.Text(String line)) {
            command.addAll(List.of("CMD-SHELL", line));
        } else {
            command.addAll(Values.words(test));
        }
        boolean none = Values.isTrue(check, "disable")
                || command.isEmpty()
                || command.getFirst().equals("NONE");
        String retries = Values.text(check, "retries")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .orElse("3");
        return none
                ? Optional.empty()
                : Optional.of(new HealthCheck(
                        command,
                        seconds(check, "interval", 30),
                        seconds(check, "timeout", 30),
                        Integer.parseInt(retries),
                        seconds(check, "start_period", 0)));
    }

    private static long seconds(JsonValue check, String name, long otherwise) {
        String text = Values.text(check, name).orElse("");
        Matcher parts = DURATION.matcher(text);
        double seconds = 0;
        boolean any = false;
        while (parts.find()) {
            any = true;
            double number = Double.parseDouble(parts.group("number"));
            seconds += switch (parts.group("unit")) {
                case "us" -> number / 1e6;
                case "ms" -> number / 1000;
                case "s" -> number;
                case "m" -> number * 60;
                default -> number * 3600;
            };
        }
        return any ? Math.max(1, Math.round(seconds)) : otherwise;
    }
}
