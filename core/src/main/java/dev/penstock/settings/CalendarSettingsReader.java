package dev.penstock.settings;

import dev.penstock.calendar.Freeze;
import dev.penstock.calendar.Window;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.SourceSpan;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads when releases may change what users have: {@code zone}, {@code windows}, {@code freezes} and {@code jitter}. */
final class CalendarSettingsReader {

    private static final Duration LONGEST_JITTER = Duration.ofDays(1);

    private final FieldContext context;
    private final ZoneId usual;

    /**
     * A reader.
     *
     * @param usual the zone where none is said
     */
    CalendarSettingsReader(FieldContext context, ZoneId usual) {
        this.context = context;
        this.usual = usual;
    }

    /** The zone that is said, or the usual one. */
    ZoneId zone(Fields fields) {
        Optional<String> text = fields.text("zone");
        if (text.isPresent()) {
            try {
                return ZoneId.of(text.get());
            } catch (DateTimeException e) {
                wrong(
                        fields,
                        "zone",
                        "There is no time zone '" + text.get() + "'.",
                        "Write a name of the IANA database, such as Europe/Dublin, or UTC.");
            }
        }
        return usual;
    }

    CalendarSettings read(Fields fields) {
        return read(fields, zone(fields));
    }

    CalendarSettings read(Fields fields, ZoneId zone) {
        List<Optional<Window>> windows =
                fields.list("windows", (node, path) -> window(Fields.of(node, path, context), zone));
        if (fields.has("windows") && windows.isEmpty()) {
            wrong(
                    fields,
                    "windows",
                    "There is no window in this list: a release would wait for ever.",
                    "Add a window, or remove 'windows' to let releases go on at any time.");
        }
        List<Optional<Freeze>> freezes =
                fields.list("freezes", (node, path) -> freeze(Fields.of(node, path, context), zone));
        return new CalendarSettings(
                windows.stream().flatMap(Optional::stream).toList(),
                freezes.stream().flatMap(Optional::stream).toList(),
                jitter(fields),
                Optional.empty());
    }

    private Optional<Duration> jitter(Fields fields) {
        Optional<String> text = fields.text("jitter");
        Optional<Duration> jitter =
                text.flatMap(SettingsValues::time).filter(time -> time.compareTo(LONGEST_JITTER) <= 0);
        if (text.isPresent() && jitter.isEmpty()) {
            wrong(fields, "jitter", "'" + text.get() + "' is no time of at most a day.", "Write it like 90s or 10m.");
        }
        return jitter;
    }

    private Optional<Window> window(Fields fields, ZoneId usualZone) {
        Set<DayOfWeek> days = days(fields);
        ZoneId zone = new CalendarSettingsReader(context, usualZone).zone(fields);
        Optional<LocalTime> from = time(fields, "from");
        Optional<LocalTime> to = time(fields, "to");
        fields.end();
        if (from.isEmpty() || to.isEmpty() || days.isEmpty()) {
            return Optional.empty();
        }
        boolean isWholeDay = from.get().equals(LocalTime.MIDNIGHT)
                && fields.text("to").filter("24:00"::equals).isPresent();
        if (from.equals(to) && !isWholeDay) {
            wrong(
                    fields,
                    "to",
                    "The window begins and ends at " + from.get() + ".",
                    "For a whole day, write 'from: 00:00' and 'to: 24:00'.");
            return Optional.empty();
        }
        return Optional.of(new Window(days, from.get(), to.get(), zone));
    }

    private Set<DayOfWeek> days(Fields fields) {
        if (!fields.has("days")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        List<Boolean> read = fields.list("days", (node, path) -> {
            String word = node instanceof SourceNode.Scalar scalar ? scalar.text() : "";
            List<DayOfWeek> meant = meant(word);
            if (meant.isEmpty()) {
                wrong(
                        node.span(),
                        path,
                        "'" + word + "' is no day of the week.",
                        "Write mon, tue, wed, thu, fri, sat, sun, or from one to another such as mon-fri.");
            }
            return days.addAll(meant);
        });
        if (read.isEmpty()) {
            wrong(
                    fields,
                    "days",
                    "There is no day in this list: the window would never open.",
                    "Name days such as mon-fri, or remove 'days' for every day.");
        }
        return days;
    }

    /** The days that a word means: one, or those from one to another, over the end of the week if need be. */
    private static List<DayOfWeek> meant(String word) {
        String[] ends = word.split("-", 2);
        Optional<DayOfWeek> first = day(ends[0]);
        Optional<DayOfWeek> last = day(ends[ends.length - 1]);
        List<DayOfWeek> days = new ArrayList<>();
        if (first.isPresent() && last.isPresent()) {
            DayOfWeek each = first.get();
            days.add(each);
            while (each != last.get()) {
                each = each.plus(1);
                days.add(each);
            }
        }
        return days;
    }

    private static Optional<DayOfWeek> day(String word) {
        String name = word.strip().toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().equals(name) || (name.length() == 3 && day.name().startsWith(name))) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    private Optional<LocalTime> time(Fields fields, String field) {
        String text = fields.requireText(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(text.equals("24:00") && field.equals("to") ? LocalTime.MIDNIGHT : LocalTime.parse(text));
        } catch (DateTimeException e) {
            wrong(
                    fields,
                    field,
                    "'" + text + "' is no time of day.",
                    "Write hours and minutes such as 09:00 or 16:30; 'to' may be 24:00.");
            return Optional.empty();
        }
    }

    private Optional<Freeze> freeze(Fields fields, ZoneId zone) {
        String reason = fields.text("reason").orElse("");
        Optional<Instant> from = moment(fields, "from", zone, 0);
        Optional<Instant> to = moment(fields, "to", zone, 1);
        fields.end();
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (!from.get().isBefore(to.get())) {
            wrong(fields, "to", "The freeze is over before it begins.", "Let 'to' be later than 'from'.");
            return Optional.empty();
        }
        return Optional.of(new Freeze(from.get(), to.get(), reason));
    }

    /** A date, a time in the zone, or a time with its offset; a date counts from its beginning, or to its end. */
    private Optional<Instant> moment(Fields fields, String field, ZoneId zone, int daysLater) {
        String text = fields.requireText(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> moment = parsed(() -> LocalDate.parse(text)
                        .plusDays(daysLater)
                        .atStartOfDay(zone)
                        .toInstant())
                .or(() -> parsed(() -> LocalDateTime.parse(text).atZone(zone).toInstant()))
                .or(() -> parsed(() -> OffsetDateTime.parse(text)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toInstant()));
        if (moment.isEmpty()) {
            wrong(
                    fields,
                    field,
                    "'" + text + "' is no date and no time.",
                    "Write a date such as 2026-12-20, a time such as 2026-12-20T18:00, or one with an offset such as"
                            + " 2026-12-20T18:00:00Z.");
        }
        return moment;
    }

    private interface Parsing {
        Instant parse();
    }

    private static Optional<Instant> parsed(Parsing parsing) {
        try {
            return Optional.of(parsing.parse());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private void wrong(Fields fields, String field, String message, String hint) {
        wrong(fields.span(field), Fields.child(fields.path(), field), message, hint);
    }

    private void wrong(SourceSpan span, String path, String message, String hint) {
        context.problems().report(ProblemType.SETTINGS_VALUE, span, path, message, hint);
    }
}
