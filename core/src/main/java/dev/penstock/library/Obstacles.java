package dev.penstock.library;

import dev.penstock.cloudformation.StackValues;
import dev.penstock.engine.Preflight;
import dev.penstock.engine.TooManyExecutionsException;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Locations;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.UnresolvedValue;
import dev.penstock.pipeline.VariableDeclaration;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What stands in the way of a run that is no mistake in the definition: found before anything starts, all at once. */
public final class Obstacles {

    private static final Pattern CONFIGURED =
            Pattern.compile("/stages/(?<stage>\\d+)/actions/(?<action>\\d+)/configuration/(?<key>[^/]+)(/.*)?");

    private Obstacles() {}

    /**
     * Everything that stands in the way.
     *
     * @param definition the pipeline and where its values stand
     * @param unresolved values of a template that are not known
     * @param preflight asks the providers that the run will have
     * @param variables the values that the run is to be started with
     */
    public static List<Problem> of(
            PipelineDefinition definition,
            List<UnresolvedValue> unresolved,
            Preflight preflight,
            Map<String, String> variables) {
        Problems problems = new Problems();
        List<UnresolvedValue> needed = unresolved.stream()
                .filter(value -> matters(value, definition.pipeline(), preflight))
                .toList();
        preflight.problems(definition).stream()
                .filter(problem -> needed.stream().noneMatch(value -> isOf(problem, value, definition.pipeline())))
                .forEach(problems::add);
        needed.forEach(value -> tell(value, problems));
        variables(definition.pipeline(), definition.locations(), variables, problems);
        return problems.list();
    }

    /** The problem that a start was refused with. */
    public static Problem of(TooManyExecutionsException refusal, PipelineDefinition definition) {
        String path = "/executionMode";
        Problems problems = new Problems();
        problems.report(
                ProblemType.RUN_LIMIT,
                definition.locations().of(path),
                path,
                String.valueOf(refusal.getMessage()),
                "Stop those that are not wanted, or wait until some have ended.");
        return problems.list().getFirst();
    }

    /** What is wrong with a text that stands for a value is not wrong with the value; what stands in for a source is another matter. */
    private static boolean isOf(Problem problem, UnresolvedValue value, Pipeline pipeline) {
        return problem.field().equals(value.path())
                && configured(value, pipeline)
                        .filter(key -> key.action().type().category() == ActionCategory.SOURCE)
                        .isEmpty();
    }

    private static void tell(UnresolvedValue value, Problems problems) {
        List<String> parameters = value.parameters();
        if (value.isReferenced()) {
            problems.report(
                    ProblemType.RUN_UNRESOLVED,
                    value.span(),
                    value.path(),
                    "'" + value.expression() + "' stands where nothing looks it up: only configurations of actions and"
                            + " their environment variables have secrets, and of a build its variables.",
                    "Give a command its secret in an environment variable.");
        } else if (parameters.isEmpty()) {
            problems.report(
                    ProblemType.RUN_UNRESOLVED,
                    value.span(),
                    value.path(),
                    "What '" + StackValues.withoutStandIn(value.expression())
                            + "' stands for is not known without the stack.",
                    isKeptElsewhere(value)
                            ? "Only AWS looks it up when it makes the stack. Put a parameter of the template in its place,"
                                    + " whose value is given by --parameter NAME=VALUE."
                            : "The stack that was made of the template knows it: --stack NAME. A parameter is given its"
                                    + " value by --parameter NAME=VALUE.");
        } else {
            problems.report(
                    ProblemType.RUN_UNRESOLVED,
                    value.span(),
                    value.path(),
                    parameters.size() == 1
                            ? "The parameter " + parameters.getFirst() + " has no value."
                            : "The parameters " + String.join(", ", parameters) + " have no value.",
                    "Give it by "
                            + parameters.stream()
                                    .map(name -> "--parameter " + name + "=VALUE")
                                    .collect(Collectors.joining(" "))
                            + ", in the settings under 'parameters', or by --stack NAME of the stack that has it.");
        }
    }

    /** The stack has what it took from there, but does not tell. */
    private static boolean isKeptElsewhere(UnresolvedValue value) {
        return value.expression().contains("Fn::ImportValue ");
    }

    /** Of what is not known, only the name and that of actions is needed: not the pipeline's role, nor its artifact store. */
    private static boolean matters(UnresolvedValue value, Pipeline pipeline, Preflight preflight) {
        return configured(value, pipeline)
                .map(key -> preflight.needs(key.action(), key.name()))
                .orElseGet(() -> (value.isReferenced() && value.path().startsWith("/variables/"))
                        || (value.path().equals("/name") && !value.parameters().isEmpty())
                        || (value.path().contains("/actions/") && !value.path().endsWith("/roleArn")));
    }

    /** A key of an action's configuration. */
    private record Key(ActionDeclaration action, String name) {}

    private static Optional<Key> configured(UnresolvedValue value, Pipeline pipeline) {
        Matcher path = CONFIGURED.matcher(value.path());
        return path.matches()
                ? Optional.of(new Key(
                        pipeline.stages()
                                .get(Integer.parseInt(path.group("stage")))
                                .actions()
                                .get(Integer.parseInt(path.group("action"))),
                        path.group("key")))
                : Optional.empty();
    }

    private static void variables(
            Pipeline pipeline, Locations locations, Map<String, String> given, Problems problems) {
        List<String> declared =
                pipeline.variables().stream().map(VariableDeclaration::name).toList();
        for (String name : given.keySet()) {
            if (!declared.contains(name)) {
                report(
                        problems,
                        ProblemType.RUN_VARIABLE,
                        locations,
                        "/variables",
                        "The pipeline has no variable '" + name + "'.",
                        declared.isEmpty() ? "It declares none." : DidYouMean.hint(name, declared));
            }
        }
        for (int i = 0; i < pipeline.variables().size(); i++) {
            VariableDeclaration variable = pipeline.variables().get(i);
            if (variable.defaultValue().isEmpty() && !given.containsKey(variable.name())) {
                report(
                        problems,
                        ProblemType.RUN_VARIABLE,
                        locations,
                        "/variables/" + i,
                        "The variable '" + variable.name() + "' has no default and was given no value.",
                        "Give it one with --var " + variable.name() + "=VALUE, or in the settings under 'variables'.");
            }
        }
    }

    private static void report(
            Problems problems, ProblemType type, Locations locations, String path, String message, String hint) {
        if (hint.isEmpty()) {
            problems.report(type, locations.of(path), path, message);
        } else {
            problems.report(type, locations.of(path), path, message, hint);
        }
    }
}
