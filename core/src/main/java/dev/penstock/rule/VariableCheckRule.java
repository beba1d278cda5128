package dev.penstock.rule;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.document.PatternMatch;
import dev.penstock.pipeline.ActionTypeId;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code Rule/AWS/VariableCheck/1}: compares the value of a variable, as text. */
public final class VariableCheckRule
        implements ActionProvider<VariableCheckRule.Configuration, VariableCheckRule.State> {

    /** How a value is compared ({@code Operator}). */
    public enum Operator {
        /** It is the value. */
        EQ("is", "is not"),
        /** It is not the value. */
        NE("is not", "is"),
        /** The value is part of it. */
        CONTAINS("contains", "does not contain"),
        /** The value is a regular expression of Java's, which all of it matches. */
        MATCHES("matches", "does not match");

        private final String words;
        private final String otherwise;

        Operator(String words, String otherwise) {
            this.words = words;
            this.otherwise = otherwise;
        }

        private boolean holds(String found, String value) {
            return switch (this) {
                case EQ -> found.equals(value);
                case NE -> !found.equals(value);
                case CONTAINS -> found.contains(value);
                case MATCHES -> PatternMatch.matches(Pattern.compile(value), found, false);
            };
        }
    }

    /**
     * The configuration.
     *
     * @param variable what was found
     * @param value what it is compared to
     * @param operator how
     */
    public record Configuration(String variable, String value, Operator operator) {}

    /** Nothing is kept. */
    public record State() {}

    @Override
    public ActionTypeId type() {
        return Rules.type("VariableCheck");
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 0);
    }

    @Override
    public Configuration configure(ConfigurationReader configuration) {
        // A variable may well be empty, and be compared to nothing.
        String variable = configuration.optional("Variable").orElse("");
        String value = configuration.optional("Value").orElse("");
        for (String key : List.of("Variable", "Value")) {
            if (!configuration.declaration().configuration().containsKey(key)) {
                configuration.required(key);
            }
        }
        String word = configuration.required("Operator");
        Operator operator = Arrays.stream(Operator.values())
                .filter(each -> each.name().equals(word))
                .findFirst()
                .orElse(Operator.EQ);
        if (configuration.isKnown("Operator") && !operator.name().equals(word)) {
            configuration.problem(
                    "Operator", "There is no operator '" + word + "'.", "Use EQ, NE, CONTAINS or MATCHES.");
        }
        if (operator == Operator.MATCHES && configuration.isKnown("Value")) {
            try {
                Pattern.compile(value);
            } catch (PatternSyntaxException e) {
                configuration.problem(
                        "Value",
                        "'" + value + "' is no regular expression: " + e.getDescription() + " at character "
                                + (e.getIndex() + 1) + ".",
                        "Write one as Java's Pattern has it.");
            }
        }
        return new Configuration(variable, value, operator);
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State begin(Configuration configuration) {
        return new State();
    }

    @Override
    public StepResult<State> step(ActionContext context, Configuration configuration, State state) {
        boolean holds = configuration.operator().holds(configuration.variable(), configuration.value());
        Operator operator = configuration.operator();
        String sentence = "'" + configuration.variable() + "' " + (holds ? operator.words : operator.otherwise) + " '"
                + configuration.value() + "'";
        return holds
                ? Rules.holds(sentence)
                : Rules.doesNotHold("PEN-RULE-001", "The value " + sentence + ".", List.of());
    }
}
