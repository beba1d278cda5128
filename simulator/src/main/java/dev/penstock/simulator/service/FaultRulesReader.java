package dev.penstock.simulator.service;

import dev.penstock.simulator.service.FaultRulesException.Flaw;
import dev.penstock.simulator.wire.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** Reads {@link FaultRules} from JSON, and tells all that is wrong at once. */
final class FaultRulesReader {

    private static final Set<String> RECURRING = Set.of("fault", "probability", "skip", "times", "after", "until");
    private static final Set<String> OF_CALLS = Set.of("service", "operation", "resource");
    private static final Set<String> WITHIN = Set.of("cluster", "group");

    /** A member of a rule, and where it stands. */
    private record Value(String text, boolean number, TokenStreamLocation at) {}

    private final byte[] json;
    private final List<Flaw> flaws = new ArrayList<>();
    private final List<FaultRule> rules = new ArrayList<>();
    private @Nullable Long seed;

    FaultRulesReader(byte[] json) {
        this.json = json;
    }

    FaultRules read(long otherwise) {
        try (JsonParser in = Json.parser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new FaultRulesException(List.of(new Flaw(1, 1, "An object with 'faults' is expected.")));
            }
            document(in);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            flaws.add(new Flaw(
                    at == null ? 1 : at.getLineNr(),
                    at == null ? 1 : at.getColumnNr(),
                    "This is no JSON: " + e.getOriginalMessage() + "."));
        }
        if (!flaws.isEmpty()) {
            throw new FaultRulesException(flaws);
        }
        return new FaultRules(seed == null ? otherwise : seed, rules);
    }

    private void document(JsonParser in) {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            TokenStreamLocation at = in.currentTokenLocation();
            JsonToken token = in.nextToken();
            switch (name) {
                case "seed" -> {
                    if (token == JsonToken.VALUE_NUMBER_INT) {
                        seed = in.getLongValue();
                    } else {
                        flaw(at, "'seed' must be a whole number.");
                        in.skipChildren();
                    }
                }
                case "faults" -> faults(in, token);
                default -> {
                    flaw(at, "There is no '" + name + "' here, only 'seed' and 'faults'.");
                    in.skipChildren();
                }
            }
        }
    }

    private void faults(JsonParser in, JsonToken token) {
        if (token != JsonToken.START_ARRAY) {
            flaw(in.currentTokenLocation(), "'faults' must be a list.");
            in.skipChildren();
            return;
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            TokenStreamLocation at = in.currentTokenLocation();
            if (in.currentToken() == JsonToken.START_OBJECT) {
                rule(at, members(in));
            } else {
                flaw(at, "A fault must be an object.");
                in.skipChildren();
            }
        }
    }

    private Map<String, Value> members(JsonParser in) {
        Map<String, Value> members = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken token = in.nextToken();
            TokenStreamLocation at = in.currentTokenLocation();
            boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
            if (number || token == JsonToken.VALUE_STRING) {
                members.put(name, new Value(in.getString(), number, at));
            } else {
                flaw(at, "'" + name + "' must be a text or a number.");
                in.skipChildren();
            }
        }
        return members;
    }

    private void rule(TokenStreamLocation at, Map<String, Value> members) {
        Value word = members.get("fault");
        if (word == null) {
            flaw(at, "'fault' is missing: one of " + words() + ".");
            return;
        }
        Optional<FaultWord> ofCalls = FaultWord.of(word.text());
        Optional<IncidentWord> within = IncidentWord.of(word.text());
        int before = flaws.size();
        Details details = new Details(at, members);
        Optional<FaultRule> rule = ofCalls.map(kind -> {
                    only(word.text(), members, OF_CALLS, kind.members());
                    return (FaultRule) ofCalls(kind, details, members);
                })
                .or(() -> within.map(kind -> {
                    only(word.text(), members, WITHIN, kind.members());
                    return new FaultRule.Within(kind.word(), kind.incident(details), recurrence(members));
                }));
        if (rule.isEmpty()) {
            flaw(word.at(), "There is no fault '" + word.text() + "', only " + words() + ".");
        } else if (flaws.size() == before) {
            rules.add(rule.get());
        }
    }

    private static List<String> words() {
        List<String> words = new ArrayList<>(FaultWord.words());
        words.addAll(IncidentWord.words());
        return words;
    }

    /** Tells of members that a fault does not have. */
    private void only(String word, Map<String, Value> members, Set<String> shared, Set<String> own) {
        Set<String> possible = new TreeSet<>(RECURRING);
        possible.addAll(shared);
        possible.addAll(own);
        members.forEach((name, value) -> {
            if (!possible.contains(name)) {
                flaw(value.at(), "A fault '" + word + "' has no '" + name + "', only " + possible + ".");
            }
        });
    }

    private FaultRule.OfCalls ofCalls(FaultWord kind, Details details, Map<String, Value> members) {
        return new FaultRule.OfCalls(
                kind.word(),
                kind.effect(details),
                kind.moment(text(members, "when")),
                text(members, "service"),
                text(members, "operation"),
                text(members, "resource"),
                recurrence(members));
    }

    private Recurrence recurrence(Map<String, Value> members) {
        return new Recurrence(
                read(members, "probability", FaultRulesReader::share, "a number from 0 to 1")
                        .orElse(1.0),
                read(members, "skip", FaultRulesReader::count, "a whole number of at least 0")
                        .orElse(0L),
                read(members, "times", FaultRulesReader::count, "a whole number of at least 0"),
                read(members, "after", FaultRulesReader::duration, "a duration like PT90S")
                        .orElse(Duration.ZERO),
                read(members, "until", FaultRulesReader::duration, "a duration like PT90S"));
    }

    /** The members that only some faults have. */
    final class Details {

        private final TokenStreamLocation at;
        private final Map<String, Value> members;

        private Details(TokenStreamLocation at, Map<String, Value> members) {
            this.at = at;
            this.members = members;
        }

        /** A duration that must be there. */
        Duration duration(String name) {
            return needed(name, FaultRulesReader::duration, "a duration like PT90S", Duration.ZERO);
        }

        /** A duration that may be there. */
        Optional<Duration> maybeDuration(String name) {
            return read(members, name, FaultRulesReader::duration, "a duration like PT90S");
        }

        /** The status of an error. */
        int status(int otherwise) {
            return read(members, "status", FaultRulesReader::status, "a whole number from 400 to 599")
                    .orElse(otherwise);
        }

        /** A text that must be there. */
        String text(String name) {
            return needed(name, text -> text, "a text", "");
        }

        /** A text that may be there. */
        Optional<String> maybeText(String name) {
            return Optional.ofNullable(members.get(name)).map(Value::text);
        }

        /** Names that are meant; all of them where it is not there. */
        NamePattern pattern(String name) {
            return new NamePattern(FaultRulesReader.text(members, name));
        }

        /** A count that may be there. */
        Optional<Integer> maybeCount(String name) {
            return read(members, name, FaultRulesReader::smallCount, "a whole number of at least 0");
        }

        /** A text that may be there, and is one of few. */
        String oneOf(String name, String otherwise, Set<String> words) {
            Function<String, String> known = text -> {
                if (!words.contains(text)) {
                    throw new IllegalArgumentException(text);
                }
                return text;
            };
            return read(members, name, known, "one of " + new TreeSet<>(words)).orElse(otherwise);
        }

        private <T> T needed(String name, Function<String, T> how, String what, T otherwise) {
            if (!members.containsKey(name)) {
                flaw(at, "'" + name + "' is missing: " + what + ".");
                return otherwise;
            }
            return read(members, name, how, what).orElse(otherwise);
        }
    }

    private <T> Optional<T> read(Map<String, Value> members, String name, Function<String, T> how, String what) {
        Value value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(how.apply(value.text()));
        } catch (IllegalArgumentException | DateTimeException e) {
            flaw(value.at(), "'" + name + "' must be " + what + ", not '" + value.text() + "'.");
            return Optional.empty();
        }
    }

    private static String text(Map<String, Value> members, String name) {
        return Optional.ofNullable(members.get(name)).map(Value::text).orElse("");
    }

    private static double share(String text) {
        double share = Double.parseDouble(text);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(text);
        }
        return share;
    }

    private static long count(String text) {
        long count = Long.parseLong(text);
        if (count < 0) {
            throw new IllegalArgumentException(text);
        }
        return count;
    }

    private static int smallCount(String text) {
        int count = Integer.parseInt(text);
        if (count < 0) {
            throw new IllegalArgumentException(text);
        }
        return count;
    }

    private static int status(String text) {
        int status = Integer.parseInt(text);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException(text);
        }
        return status;
    }

    private static Duration duration(String text) {
        Duration duration = Duration.parse(text);
        if (duration.isNegative()) {
            throw new IllegalArgumentException(text);
        }
        return duration;
    }

    private void flaw(TokenStreamLocation at, String message) {
        flaws.add(new Flaw(at.getLineNr(), at.getColumnNr(), message));
    }
}
