package dev.penstock.cli.command;

import dev.penstock.cli.Surroundings;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The commands that there are. Knowing their names loads none of them. */
public enum CommandName {
    INIT,
    IMPORT,
    RUN,
    PLAN,
    VALIDATE,
    LINT,
    CONVERT,
    MIGRATE,
    LIST,
    STATUS,
    WATCH,
    LOGS,
    APPROVE,
    REJECT,
    LINK,
    STOP,
    RETRY,
    OVERRIDE,
    RESUME,
    WORK,
    RELEASE,
    VERDICT,
    JOURNAL,
    SIMULATE,
    BOOTSTRAP,
    PIPELINE,
    COMPLETION,
    EXIT_CODES;

    /** The command of that name. */
    public static Optional<CommandName> of(String word) {
        for (CommandName name : values()) {
            if (name.word().equals(word)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** The name as users type it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The command itself, for one call: a {@link PenstockCommand}. */
    public Callable<Integer> create(Surroundings surroundings) {
        return switch (this) {
            case INIT -> seen(new InitCommand(surroundings));
            case IMPORT -> seen(new ImportCommand(surroundings));
            case RUN -> seen(new RunCommand(surroundings));
            case PLAN -> seen(new PlanCommand(surroundings));
            case VALIDATE -> seen(new ValidateCommand(surroundings));
            case LINT -> seen(new LintCommand(surroundings));
            case CONVERT -> seen(new ConvertCommand(surroundings));
            case MIGRATE -> seen(new MigrateCommand(surroundings));
            case LIST -> seen(new ListCommand(surroundings));
            case STATUS -> seen(new StatusCommand(surroundings));
            case WATCH -> seen(new WatchCommand(surroundings));
            case LOGS -> seen(new LogsCommand(surroundings));
            case APPROVE -> seen(new ApproveCommand(surroundings));
            case REJECT -> seen(new RejectCommand(surroundings));
            case LINK -> seen(new LinkCommand(surroundings));
            case STOP -> seen(new StopCommand(surroundings));
            case RETRY -> seen(new RetryCommand(surroundings));
            case OVERRIDE -> seen(new OverrideCommand(surroundings));
            case RESUME -> seen(new ResumeCommand(surroundings));
            case WORK -> seen(new WorkCommand(surroundings));
            case RELEASE -> seen(new ReleaseCommand(surroundings));
            case VERDICT -> seen(new VerdictCommand(surroundings));
            case JOURNAL -> seen(new JournalCommand(surroundings));
            case SIMULATE -> seen(new SimulateCommand(surroundings));
            case BOOTSTRAP -> seen(new BootstrapCommand(surroundings));
            case PIPELINE -> seen(new PipelineCommand(surroundings));
            case COMPLETION -> seen(new CompletionCommand(surroundings));
            case EXIT_CODES -> seen(new ExitCodesCommand(surroundings));
        };
    }

    /**
     * Takes each command for an interface: to see for itself that they have a class in common, the verifier would load all
     * of them.
     */
    private static Callable<Integer> seen(Callable<Integer> command) {
        return command;
    }
}
