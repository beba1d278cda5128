package dev.penstock.simulator.policy;

import dev.penstock.simulator.policy.Statement.Effect;
import dev.penstock.simulator.policy.Statement.Principals;
import dev.penstock.simulator.policy.Statement.Selection;
import dev.penstock.simulator.policy.Statement.Span;
import dev.penstock.simulator.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** Reads the JSON of policies. */
final class PolicyReader {

    private static final String INVALID_JSON = "This policy contains invalid Json";
    static final String SYNTAX = "Syntax errors in policy.";

    private final JsonParser in;
    private boolean exactEffects = true;

    private PolicyReader(JsonParser in) {
        this.in = in;
    }

    /**
     * A document as it was read.
     *
     * @param exactEffects whether effects are written as they should be, and not in another case
     */
    record Read(PolicyDocument document, boolean exactEffects) {}

    static Read read(String json) {
        try (JsonParser in = Json.parser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw syntax();
            }
            PolicyReader reader = new PolicyReader(in);
            PolicyDocument document = reader.document();
            if (in.nextToken() != null) {
                throw new MalformedPolicyException(INVALID_JSON);
            }
            return new Read(document, reader.exactEffects);
        } catch (JacksonException e) {
            throw new MalformedPolicyException(INVALID_JSON);
        }
    }

    private PolicyDocument document() {
        String version = PolicyDocument.FIRST;
        List<Statement> statements = new ArrayList<>();
        boolean hasStatements = false;
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "Version" -> version = text();
                case "Id" -> text();
                case "Statement" -> {
                    hasStatements = true;
                    statements(statements);
                }
                default -> throw syntax();
            }
        }
        if (!hasStatements) {
            throw syntax();
        }
        return new PolicyDocument(version, statements);
    }

    private void statements(List<Statement> into) {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            into.add(statement());
            return;
        }
        require(JsonToken.START_ARRAY);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            into.add(statement());
        }
    }

    private Statement statement() {
        require(JsonToken.START_OBJECT);
        TokenStreamLocation start = in.currentLocation();
        StatementParts parts = new StatementParts();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "Sid" -> parts.sid = Optional.of(text());
                case "Effect" -> parts.effect = Optional.of(effect());
                case "Principal", "NotPrincipal" -> parts.principals = once(parts.principals, principals(name));
                case "Action", "NotAction" -> parts.actions = once(parts.actions, selection(name));
                case "Resource", "NotResource" -> parts.resources = once(parts.resources, selection(name));
                case "Condition" -> parts.conditions = conditions();
                default -> throw syntax();
            }
        }
        TokenStreamLocation end = in.currentLocation();
        return new Statement(
                parts.sid,
                parts.effect.orElseThrow(PolicyReader::syntax),
                parts.principals,
                parts.actions,
                parts.resources,
                parts.conditions,
                new Span(start.getLineNr(), start.getColumnNr(), end.getLineNr(), end.getColumnNr()));
    }

    private static final class StatementParts {
        private Optional<String> sid = Optional.empty();
        private Optional<Effect> effect = Optional.empty();
        private Optional<Principals> principals = Optional.empty();
        private Optional<Selection> actions = Optional.empty();
        private Optional<Selection> resources = Optional.empty();
        private List<Condition> conditions = List.of();
    }

    private static <T> Optional<T> once(Optional<T> before, T now) {
        if (before.isPresent()) {
            throw syntax();
        }
        return Optional.of(now);
    }

    private Effect effect() {
        String effect = text();
        exactEffects &= effect.equals("Allow") || effect.equals("Deny");
        if (effect.equalsIgnoreCase("Allow")) {
            return Effect.ALLOW;
        }
        if (effect.equalsIgnoreCase("Deny")) {
            return Effect.DENY;
        }
        throw syntax();
    }

    private Selection selection(String name) {
        return new Selection(name.startsWith("Not"), texts());
    }

    private Principals principals(String name) {
        boolean negated = name.startsWith("Not");
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            if (!in.getString().equals("*")) {
                throw new MalformedPolicyException("Invalid principal in policy: \"" + in.getString() + "\"");
            }
            return new Principals(negated, Map.of("AWS", List.of("*")));
        }
        require(JsonToken.START_OBJECT);
        Map<String, List<String>> byType = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String type = in.currentName();
            in.nextToken();
            byType.put(type, texts());
        }
        return new Principals(negated, byType);
    }

    private List<Condition> conditions() {
        List<Condition> all = new ArrayList<>();
        require(JsonToken.START_OBJECT);
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String operator = in.currentName();
            in.nextToken();
            require(JsonToken.START_OBJECT);
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = in.currentName();
                in.nextToken();
                all.add(Condition.of(operator, key, texts()));
            }
        }
        return all;
    }

    private List<String> texts() {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            return List.of(text());
        }
        List<String> all = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            all.add(text());
        }
        return all;
    }

    private String text() {
        JsonToken token = in.currentToken();
        if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            throw syntax();
        }
        return in.getString();
    }

    private void require(JsonToken token) {
        if (in.currentToken() != token) {
            throw syntax();
        }
    }

    private static MalformedPolicyException syntax() {
        return new MalformedPolicyException(SYNTAX);
    }
}
