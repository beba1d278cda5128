package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.state.Calendar;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Instances that run nothing: told by the environment property {@value #VARIABLE} what they do. Without it every command
 * succeeds and the application answers well.
 *
 * <p>The value is a list of words, separated by spaces or commas. A word with a version label and a slash before it counts for
 * that version alone.
 *
 * <pre>
 * command-fails      the command fails
 * command-hangs      the command does not end
 * command@TIME       the command takes that long
 * failing:N          answers N of 100 requests with an error
 * status:CODE        which error: 500 if not set
 * unhealthy          the health agent reports that the application does not answer
 * </pre>
 */
public final class ScriptedInstances implements InstanceRuntime {

    /** The environment property that tells what instances do. */
    public static final String VARIABLE = "PENSTOCK_SIMULATE";

    private static final String ENDS = "beanstalk.scripted";
    private static final Pattern WORD = Pattern.compile(
            "((?<label>[^/\\s,]+)/)?(?<what>[a-z-]+)(:(?<number>[0-9]{1,3}))?(@(?<time>[0-9]{1,6})(?<unit>ms|s|m|h))?");

    private record Script(
            boolean fails, boolean hangs, Optional<Duration> length, int failing, int status, boolean unwell) {}

    private final Calendar calendar;
    private final Map<String, InstanceCommand> commands = new HashMap<>();
    private @Nullable Listener told;

    /** @param calendar in which commands end */
    public ScriptedInstances(Calendar calendar) {
        this.calendar = calendar;
        calendar.on(ENDS, this::ends);
    }

    @Override
    public void listener(Listener listener) {
        told = listener;
    }

    @Override
    public void begin(InstanceCommand command) {
        commands.put(command.instance().id(), command);
        Script script = script(command);
        if (!script.hangs()) {
            Duration length = script.length().orElse(usual(command.kind()));
            calendar.enter(ENDS, command.instance().id(), calendar.now().plus(length));
        }
    }

    private static Duration usual(InstanceCommand.Kind kind) {
        return switch (kind) {
            case LAUNCH -> Duration.ofSeconds(50);
            case DEPLOY -> Duration.ofSeconds(25);
            case CONFIGURE -> Duration.ofSeconds(15);
            case RESTART -> Duration.ofSeconds(8);
        };
    }

    private void ends(String id) {
        InstanceCommand command = commands.get(id);
        Listener listener = told;
        if (command != null && listener != null) {
            CommandOutcome outcome = script(command).fails()
                    ? new CommandOutcome.Failed("AppDeployPreHook", "", 1)
                    : new CommandOutcome.Succeeded();
            listener.finished(command.instance(), command.number(), outcome);
        }
    }

    @Override
    public void resume(InstanceCommand command, boolean ended) {
        commands.put(command.instance().id(), command);
    }

    @Override
    public void terminate(EnvironmentInstance instance) {
        commands.remove(instance.id());
        calendar.strike(ENDS, instance.id());
    }

    @Override
    public InstanceObservation observe(EnvironmentInstance instance, boolean attached) {
        Script script = script(instance);
        return script.unwell()
                ? InstanceObservation.quiet(
                        InstanceStatus.SEVERE, List.of("100.0 % of the requests are failing with HTTP 5xx."))
                : InstanceObservation.quiet(InstanceStatus.OK, List.of());
    }

    @Override
    public Optional<Backend> backend(EnvironmentInstance instance, int port) {
        if (!commands.containsKey(instance.id())) {
            return Optional.empty();
        }
        Script script = script(instance);
        return Optional.of(new Backend.Scripted(
                new ResponseScript(script.unwell() ? 1 : script.failing() / 100.0, script.status(), Duration.ZERO)));
    }

    @Override
    public List<InstanceLog> logs(EnvironmentInstance instance) {
        InstanceCommand command = commands.get(instance.id());
        if (command == null) {
            return List.of();
        }
        String version = command.bundle().versionLabel();
        String engine = "[INFO] Starting...\n[INFO] Engine received EB command " + command.kind() + " for version "
                + version
                + "\n" + (script(command).fails() ? "[ERROR] An error occurred during execution of command\n" : "")
                + "[INFO] Executing cleanup logic\n";
        return List.of(new InstanceLog("/var/log/eb-engine.log", engine));
    }

    private Script script(EnvironmentInstance instance) {
        InstanceCommand command = commands.get(instance.id());
        return command == null ? new Script(false, false, Optional.empty(), 0, 500, false) : script(command);
    }

    private static Script script(InstanceCommand command) {
        Script script = new Script(false, false, Optional.empty(), 0, 500, false);
        for (String word : command.environment().getOrDefault(VARIABLE, "").split("[\\s,]+", -1)) {
            Matcher form = WORD.matcher(word);
            boolean counts = form.matches()
                    && (form.group("label") == null
                            || form.group("label").equals(command.bundle().versionLabel()));
            script = counts ? with(script, form) : script;
        }
        return script;
    }

    private static Script with(Script s, Matcher form) {
        int number = form.group("number") == null ? 0 : Integer.parseInt(form.group("number"));
        return switch (form.group("what")) {
            case "command-fails" -> new Script(true, s.hangs(), s.length(), s.failing(), s.status(), s.unwell());
            case "command-hangs" -> new Script(s.fails(), true, s.length(), s.failing(), s.status(), s.unwell());
            case "command" -> new Script(s.fails(), s.hangs(), time(form), s.failing(), s.status(), s.unwell());
            case "failing" ->
                new Script(s.fails(), s.hangs(), s.length(), Math.min(100, number), s.status(), s.unwell());
            case "status" ->
                new Script(s.fails(), s.hangs(), s.length(), s.failing(), Math.max(100, number), s.unwell());
            case "unhealthy" -> new Script(s.fails(), s.hangs(), s.length(), s.failing(), s.status(), true);
            default -> s;
        };
    }

    private static Optional<Duration> time(Matcher form) {
        if (form.group("time") == null) {
            return Optional.empty();
        }
        long value = Long.parseLong(form.group("time"));
        return Optional.of(
                switch (form.group("unit")) {
                    case "ms" -> Duration.ofMillis(value);
                    case "s" -> Duration.ofSeconds(value);
                    case "m" -> Duration.ofMinutes(value);
                    default -> Duration.ofHours(value);
                });
    }

    @Override
    public void close() {}
}
