package dev.penstock.library;

import dev.penstock.engine.Preflight;
import dev.penstock.engine.TooManyExecutionsException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
        problems.addAll(preflight.problems(definition));
        unresolved.stream()
                .filter(value -> matters(value, definition.pipeline(), preflight))
                .forEach(value -> problems.report(
                        ProblemType.RUN_UNRESOLVED,
                        value.span(),
                        value.path(),
                        "What '" + value.expression() + "' stands for is not known without the stack.",
                        "Give a parameter its value by --parameter NAME=VALUE. What else is not known, the stack knows that was"
                                + " made of the template: --stack NAME."));
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

    /** Of what is not known, only that of actions is needed: not the pipeline's role, nor its artifact store. */
    private static boolean matters(UnresolvedValue value, Pipeline pipeline, Preflight preflight) {
        Matcher configured = CONFIGURED.matcher(value.path());
        if (configured.matches()) {
            ActionDeclaration action = pipeline.stages()
                    .get(Integer.parseInt(configured.group("stage")))
                    .actions()
                    .get(Integer.parseInt(configured.group("action")));
            return preflight.needs(action, configured.group("key"));
        }
        return value.path().contains("/actions/") && !value.path().endsWith("/roleArn");
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
