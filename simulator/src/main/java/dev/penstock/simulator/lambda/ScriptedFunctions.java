package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.ScriptWord;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The default: functions do what their environment variable {@value #VARIABLE} says, or their image's variable or label
 * {@value #LABEL}. Without either a function answers with the event that it got, after {@code PT0.01S}.
 *
 * <p>The value is a list of words, separated by spaces or commas:
 *
 * <pre>
 * failing:N[@TIME]   N of 100 invocations end with an error, from TIME after the version was made or changed on
 * latency@TIME       takes that long
 * timeout            does not end before its timeout
 * exit:CODE          its process ends with that status
 * oom                its process is killed for its use of memory
 * </pre>
 *
 * <p>As a hook of CodeDeploy it reports that it succeeded, or what {@value #ANSWER} has for {@code status}, like
 * <code>{"status": "Failed"}</code>.
 *
 * <p>A TIME is a number with {@code ms}, {@code s}, {@code m} or {@code h}. The variable {@value #ANSWER} holds the JSON that is
 * answered; what stands in {@value #LOG} is logged.
 */
public final class ScriptedFunctions implements FunctionRuntime {

    /** The variable that tells what a function does. */
    public static final String VARIABLE = "PENSTOCK_SIMULATE";

    /** The variable that holds what a function answers. */
    public static final String ANSWER = "PENSTOCK_SIMULATE_ANSWER";

    /** The variable whose lines a function logs. */
    public static final String LOG = "PENSTOCK_SIMULATE_LOG";

    /** The image label that tells what its functions do. */
    public static final String LABEL = "dev.penstock.simulate";

    /** The member of an event by which CodeDeploy asks for a report, and by which an answer is one. */
    public static final String HOOK = "LifecycleEventHookExecutionId";

    private static final Duration USUAL = Duration.ofMillis(10);
    private static final int KILLED = 137;

    /** What the words say together. */
    private record Script(double failing, Duration latency, boolean hangs, int exit) {

        static final int NO_EXIT = -1;
        static final Script PLAIN = new Script(0, USUAL, false, NO_EXIT);

        Script with(ScriptWord word, Duration age) {
            return switch (word.what()) {
                case "failing" -> {
                    double share = word.number(0, 100) / 100.0;
                    boolean begun =
                            word.time().filter(from -> from.compareTo(age) > 0).isEmpty();
                    yield new Script(begun ? share : failing, latency, hangs, exit);
                }
                case "latency" -> new Script(failing, word.requiredTime(), hangs, exit);
                case "timeout" -> new Script(failing, latency, true, exit);
                case "exit" -> new Script(failing, latency, hangs, word.number(0, 255));
                case "oom" -> new Script(failing, latency, hangs, KILLED);
                default -> throw word.misunderstood();
            };
        }
    }

    @Override
    public CompletionStage<Outcome> invoke(Invocation invocation) {
        List<String> log = new ArrayList<>(
                invocation.environment().getOrDefault(LOG, "").lines().toList());
        Script script;
        try {
            script = script(invocation);
        } catch (IllegalArgumentException e) {
            Result misled = new Result.Failed("Simulation.Misunderstood", String.valueOf(e.getMessage()), List.of());
            return CompletableFuture.completedStage(new Outcome(misled, USUAL, log, used(invocation)));
        }
        Result result = result(invocation, script);
        boolean late = result instanceof Result.TimedOut;
        Duration duration = late ? invocation.timeout() : script.latency();
        if (result instanceof Result.Failed(String type, String message, List<String> trace)) {
            log.add("[ERROR] " + type + ": " + message);
        }
        int memory = script.exit() == KILLED ? invocation.memory() : used(invocation);
        return CompletableFuture.completedStage(new Outcome(result, duration, log, memory));
    }

    private static Result result(Invocation invocation, Script script) {
        if (script.hangs() || script.latency().compareTo(invocation.timeout()) > 0) {
            return new Result.TimedOut();
        }
        if (script.exit() != Script.NO_EXIT) {
            return new Result.Exited(script.exit());
        }
        if (invocation.chance() < script.failing()) {
            return new Result.Failed("Error", "scripted failure", List.of());
        }
        return new Result.Answered(
                report(invocation).orElseGet(() -> invocation.environment().getOrDefault(ANSWER, invocation.event())));
    }

    /** A script cannot call CodeDeploy, so what a hook reports is answered: Succeeded, or the status of what it is to answer. */
    private static Optional<String> report(Invocation invocation) {
        if (!(JsonTexts.structure(invocation.event()).members().get(HOOK)
                instanceof JsonValue.Text(String execution))) {
            return Optional.empty();
        }
        Map<String, JsonValue> told = JsonTexts.structure(
                        invocation.environment().getOrDefault(ANSWER, "{\"status\":\"Succeeded\"}"))
                .members();
        Map<String, JsonValue> report = new LinkedHashMap<>(told);
        report.put(HOOK, new JsonValue.Text(execution));
        return Optional.of(JsonTexts.of(new JsonValue.Structure(report)));
    }

    private static Script script(Invocation invocation) {
        String told = invocation
                .environment()
                .getOrDefault(VARIABLE, invocation.labels().getOrDefault(LABEL, ""));
        Script script = Script.PLAIN;
        for (ScriptWord word :
                ScriptWord.parse(VARIABLE, "failing:30, failing:30@2m, latency@200ms, timeout, exit:1, oom", told)) {
            script = script.with(word, invocation.age());
        }
        return script;
    }

    /** A part of what it has. */
    private static int used(Invocation invocation) {
        return Math.min(invocation.memory(), 40);
    }
}
