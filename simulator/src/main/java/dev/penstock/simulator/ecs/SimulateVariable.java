package dev.penstock.simulator.ecs;

import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.service.ScriptWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The default behaviour: told by the environment variable {@value #VARIABLE} of the container, which may come from the
 * definition, an override or the image, or by the image's label {@value #LABEL}. Without either a container starts, is
 * healthy and runs until it is stopped.
 *
 * <p>The value is a list of words, separated by spaces or commas:
 *
 * <pre>
 * exit:CODE@TIME     exits by itself, TIME after its start
 * oom@TIME           is killed for its use of memory
 * cannot-pull        the image cannot be pulled
 * cannot-start       the container cannot be started
 * pull@TIME          the pull takes that long
 * healthy@TIME       its health check passes only then
 * unhealthy          its health check never passes
 * ignore-stop        does not end when asked to and is killed at the stop timeout
 * answers@TIME       listens at its ports only then
 * failing:N[@TIME]   answers N of 100 requests with an error, from TIME on
 * status:CODE        which error: 500 if not set
 * latency@TIME       takes that long for an answer
 * </pre>
 *
 * <p>A TIME is a number with {@code ms}, {@code s}, {@code m} or {@code h}. What stands in {@value #LOG} is logged.
 */
public final class SimulateVariable implements TaskBehaviour {

    /** The variable that tells what a container does. */
    public static final String VARIABLE = "PENSTOCK_SIMULATE";

    /** The variable whose lines a container logs. */
    public static final String LOG = "PENSTOCK_SIMULATE_LOG";

    /** The image label that tells what its containers do. */
    public static final String LABEL = "dev.penstock.simulate";

    private static final String EXAMPLES =
            "exit:1@5s, oom@10s, cannot-pull, cannot-start, pull@2m, healthy@20s, unhealthy,"
                    + " ignore-stop, answers@20s, failing:30, failing:30@2m, status:503, latency@200ms";

    @Override
    public ContainerScript scriptOf(Launch launch) {
        String told = told(launch);
        List<String> log = new ArrayList<>(TaskBehaviour.defaultLog(launch));
        String lines = launch.environment().getOrDefault(LOG, "");
        if (!lines.isEmpty()) {
            log.addAll(lines.lines().toList());
        }
        return parse(told).logging(log);
    }

    @Override
    public Optional<ResponseScript> answers(Launch launch, Duration running) {
        double failing = 0;
        int status = ResponseScript.OK.failingStatus();
        Duration latency = Duration.ZERO;
        for (ScriptWord word : words(told(launch))) {
            boolean begun = word.time().filter(at -> at.compareTo(running) > 0).isEmpty();
            switch (word.what()) {
                case "answers" -> {
                    if (!begun) {
                        return Optional.empty();
                    }
                }
                case "failing" -> failing = begun ? word.number(0, 100) / 100.0 : failing;
                case "status" -> status = word.number(100, 599);
                case "latency" -> latency = word.requiredTime();
                default -> {}
            }
        }
        return Optional.of(new ResponseScript(failing, status, latency));
    }

    @Override
    public Optional<Duration> answersChange(Launch launch, Duration running) {
        return words(told(launch)).stream()
                .filter(word -> word.what().equals("answers") || word.what().equals("failing"))
                .flatMap(word -> word.time().stream())
                .filter(at -> at.compareTo(running) > 0)
                .min(Duration::compareTo);
    }

    private static String told(Launch launch) {
        return launch.environment().getOrDefault(VARIABLE, launch.labels().getOrDefault(LABEL, ""));
    }

    private static List<ScriptWord> words(String told) {
        return ScriptWord.parse(VARIABLE, EXAMPLES, told);
    }

    /**
     * Reads the value of the variable or the label.
     *
     * @throws IllegalArgumentException when a word of it is not understood; the message names it
     */
    static ContainerScript parse(String told) {
        ContainerScript script = ContainerScript.RUNS;
        for (ScriptWord word : words(told)) {
            script = with(script, word);
        }
        return script;
    }

    private static ContainerScript with(ContainerScript s, ScriptWord word) {
        return switch (word.what()) {
            case "exit" -> exit(s, new ContainerScript.Exit(word.number(0, 255), word.requiredTime(), false));
            case "oom" -> exit(s, new ContainerScript.Exit(137, word.requiredTime(), true));
            case "cannot-pull" ->
                new ContainerScript(
                        Optional.of("failed to resolve ref: unexpected status code 500"),
                        s.cannotStart(),
                        s.pull(),
                        s.exit(),
                        s.health(),
                        s.handlesStop(),
                        s.log());
            case "cannot-start" -> ContainerScript.startFails("failed to create shim task: OCI runtime create failed");
            case "pull" ->
                new ContainerScript(
                        s.cannotPull(),
                        s.cannotStart(),
                        Optional.of(word.requiredTime()),
                        s.exit(),
                        s.health(),
                        s.handlesStop(),
                        s.log());
            case "healthy" -> healthy(s, Optional.of(word.requiredTime()));
            case "unhealthy" -> healthy(s, Optional.empty());
            case "ignore-stop" ->
                new ContainerScript(s.cannotPull(), s.cannotStart(), s.pull(), s.exit(), s.health(), false, s.log());
            case "answers", "latency" -> {
                word.requiredTime();
                yield s;
            }
            case "failing" -> {
                word.number(0, 100);
                yield s;
            }
            case "status" -> {
                word.number(100, 599);
                yield s;
            }
            default -> throw word.misunderstood();
        };
    }

    private static ContainerScript exit(ContainerScript s, ContainerScript.Exit exit) {
        return new ContainerScript(
                s.cannotPull(), s.cannotStart(), s.pull(), Optional.of(exit), s.health(), s.handlesStop(), s.log());
    }

    private static ContainerScript healthy(ContainerScript s, Optional<Duration> after) {
        return new ContainerScript(
                s.cannotPull(), s.cannotStart(), s.pull(), s.exit(), after, s.handlesStop(), s.log());
    }
}
