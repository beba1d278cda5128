package dev.penstock.simulator.sns;

import dev.penstock.simulator.sns.FilterPolicy.Pattern;
import dev.penstock.simulator.sns.FilterPolicy.Rule;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/**
 * Reads filter policies and refuses them in SNS's words, with the place in the text (recorded from AWS).
 *
 * <p>Limits: five names on the outermost level, 150 combinations of values; each level of nesting multiplies the combinations of a name.
 */
final class FilterPolicyReader {

    private static final int MOST_KEYS = 5;
    private static final int MOST_COMBINATIONS = 150;

    /** What is wrong with a policy, in SNS's words. */
    static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message, null, false, false);
        }

        String message() {
            return String.valueOf(getMessage());
        }
    }

    private final String text;
    private final JsonParser in;
    private int keys;
    private boolean nested;

    private FilterPolicyReader(String text, JsonParser in) {
        this.text = text;
        this.in = in;
    }

    /**
     * Reads a policy.
     *
     * @param body whether it is held against the message's body, so that it may be nested
     * @throws Refused when it is none
     */
    static FilterPolicy read(String given, boolean body) {
        // SNS says places in the text without its blanks.
        String text = JsonValue.parse(given).map(Json::text).orElse(given);
        try (JsonParser in = Json.parser(text)) {
            FilterPolicyReader reader = new FilterPolicyReader(text, in);
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw reader.wrong("Filter is not an object");
            }
            FilterPolicy policy = reader.object(0);
            if (!body && reader.nested) {
                throw new Refused("Filter policy scope MessageAttributes does not support nested filter policy");
            }
            if (reader.keys > MOST_KEYS) {
                throw new Refused("FilterPolicy: Filter policy can not have more than " + MOST_KEYS + " keys");
            }
            if (combinations(policy, 1) > MOST_COMBINATIONS) {
                throw new Refused("FilterPolicy: Filter policy is too complex");
            }
            return policy;
        } catch (JacksonException e) {
            throw new Refused("FilterPolicy: failed to parse JSON. " + said(e));
        }
    }

    /** What SNS says of a text that is no JSON; empty when it is. */
    static Optional<String> brokenJson(String text) {
        try (JsonParser in = Json.parser(text)) {
            while (in.nextToken() != null) {
                in.skipChildren();
            }
            return Optional.empty();
        } catch (JacksonException e) {
            return Optional.of(said(e));
        }
    }

    private static String said(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        // SNS's parser says "field name" where ours has another word for the same.
        return e.getOriginalMessage().replace("property name", "field name")
                + "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: "
                + at.getLineNr() + ", column: " + at.getColumnNr() + "]";
    }

    private FilterPolicy object(int depth) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        List<List<FilterPolicy>> alternatives = new ArrayList<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken token = in.nextToken();
            boolean or = name.equals("$or") && token == JsonToken.START_ARRAY;
            if (depth == 0 && !or) {
                keys++;
            }
            if (or) {
                alternatives.add(alternatives(depth));
            } else if (token == JsonToken.START_ARRAY) {
                rules.put(name, new Rule.AnyOf(patterns()));
            } else if (token == JsonToken.START_OBJECT) {
                nested = true;
                rules.put(name, new Rule.Within(object(depth + 1)));
            } else {
                throw wrong("\"" + name + "\" must be an object or an array");
            }
        }
        return new FilterPolicy(rules, alternatives);
    }

    private List<FilterPolicy> alternatives(int depth) {
        List<FilterPolicy> all = new ArrayList<>();
        while (in.nextToken() == JsonToken.START_OBJECT) {
            all.add(object(depth));
        }
        return all;
    }

    private List<Pattern> patterns() {
        List<Pattern> patterns = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            patterns.add(pattern());
        }
        if (patterns.isEmpty()) {
            throw wrong("Empty arrays are not allowed");
        }
        return patterns;
    }

    private Pattern pattern() {
        JsonToken token = in.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return operator();
        } else if (token == JsonToken.START_ARRAY) {
            throw wrong("Match value must be String, number, true, false, or null");
        }
        return new Pattern.Exactly(scalar());
    }

    private Pattern operator() {
        in.nextToken();
        String operator = in.currentName();
        JsonToken token = in.nextToken();
        Pattern pattern = switch (operator) {
            case "prefix" -> new Pattern.Prefix(string("prefix", token));
            case "suffix" -> new Pattern.Suffix(string("suffix", token));
            case "equals-ignore-case" -> new Pattern.IgnoringCase(string("equals-ignore-case", token));
            case "exists" -> exists(token);
            case "numeric" -> numeric(token);
            case "anything-but" -> anythingBut(token);
            case "cidr" -> cidr(string("prefix", token));
            default -> throw wrong("Unrecognized match type " + operator);
        };
        if (in.nextToken() != JsonToken.END_OBJECT) {
            throw wrong("Only one key allowed in match expression");
        }
        return pattern;
    }

    private Pattern exists(JsonToken token) {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw wrong("exists match pattern must be either true or false.");
        }
        return new Pattern.Exists(token == JsonToken.VALUE_TRUE);
    }

    private Pattern anythingBut(JsonToken token) {
        if (token == JsonToken.START_OBJECT) {
            in.nextToken();
            String operator = in.currentName();
            JsonToken value = in.nextToken();
            if (!operator.equals("prefix")) {
                throw wrong("Unsupported anything-but pattern: " + operator);
            }
            Pattern pattern = new Pattern.AnythingButPrefix(string("prefix", value));
            in.nextToken();
            return pattern;
        } else if (token == JsonToken.START_ARRAY) {
            List<JsonValue> values = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                values.add(scalar());
            }
            return new Pattern.AnythingBut(values);
        }
        return new Pattern.AnythingBut(List.of(scalar()));
    }

    private Pattern cidr(String block) {
        try {
            return new Pattern.Cidr(AddressRange.parse(block));
        } catch (IllegalArgumentException e) {
            throw new Refused("FilterPolicy: " + e.getMessage());
        }
    }

    private Pattern numeric(JsonToken token) {
        if (token != JsonToken.START_ARRAY) {
            throw wrong("Value of numeric must be an array.");
        }
        if (in.nextToken() != JsonToken.VALUE_STRING) {
            throw wrong("Invalid member in numeric match: " + in.getString());
        }
        String operator = in.getString();
        switch (operator) {
            case "=" -> {
                BigDecimal value = number("equals");
                end();
                return new Pattern.Between(value, true, value, true, true, true);
            }
            case "<", "<=" -> {
                BigDecimal high = number(operator);
                end();
                return new Pattern.Between(BigDecimal.ZERO, false, high, operator.equals("<="), false, true);
            }
            case ">", ">=" -> {
                return from(operator);
            }
            default -> {
                in.nextToken();
                throw wrong("Unrecognized numeric range operator: " + operator);
            }
        }
    }

    private Pattern from(String operator) {
        BigDecimal low = number(operator);
        JsonToken next = in.nextToken();
        if (next == JsonToken.END_ARRAY) {
            return new Pattern.Between(low, operator.equals(">="), BigDecimal.ZERO, false, true, false);
        }
        if (next != JsonToken.VALUE_STRING) {
            throw wrong("Bad value in numeric range: " + in.getString());
        }
        String upper = in.getString();
        if (!upper.equals("<") && !upper.equals("<=")) {
            throw wrong("Bad numeric range operator: " + upper);
        }
        BigDecimal high = number(upper);
        if (in.nextToken() != JsonToken.END_ARRAY) {
            throw wrong("Too many terms in numeric range expression");
        }
        if (low.compareTo(high) >= 0) {
            throw wrong("Bottom must be less than top");
        }
        return new Pattern.Between(low, operator.equals(">="), high, upper.equals("<="), true, true);
    }

    private void end() {
        if (in.nextToken() != JsonToken.END_ARRAY) {
            throw wrong("Too many elements in numeric expression");
        }
    }

    private BigDecimal number(String operator) {
        JsonToken token = in.nextToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw wrong("Value of " + operator + " must be numeric");
        }
        return in.getDecimalValue();
    }

    private String string(String operator, JsonToken token) {
        if (token != JsonToken.VALUE_STRING) {
            throw wrong(operator + " match pattern must be a string");
        }
        return in.getString();
    }

    private JsonValue scalar() {
        return switch (in.currentToken()) {
            case VALUE_STRING -> new JsonValue.Text(in.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonValue.Number(in.getDecimalValue());
            case VALUE_TRUE -> new JsonValue.Truth(true);
            case VALUE_FALSE -> new JsonValue.Truth(false);
            case VALUE_NULL -> new JsonValue.Null();
            default -> throw wrong("Match value must be String, number, true, false, or null");
        };
    }

    /** How many combinations of values there are; a name below others counts once more for each level. */
    private static long combinations(FilterPolicy policy, int level) {
        long product = 1;
        for (Rule rule : policy.rules().values()) {
            product *= switch (rule) {
                case Rule.AnyOf any -> (long) any.patterns().size() * level;
                case Rule.Within within -> combinations(within.nested(), level + 1);
            };
        }
        for (List<FilterPolicy> any : policy.alternatives()) {
            product *= any.stream().mapToLong(one -> combinations(one, level)).sum();
        }
        return Math.min(product, Integer.MAX_VALUE);
    }

    private Refused wrong(String what) {
        TokenStreamLocation at = in.currentLocation();
        return new Refused("FilterPolicy: " + what + "\n at [Source: (String)\"" + text + "\"; line: " + at.getLineNr()
                + ", column: " + at.getColumnNr() + "]");
    }
}
