package dev.penstock.cli.command;

import dev.penstock.cli.Surroundings;
import java.util.Locale;
import java.util.Optional;

/** The commands that there are. Knowing their names loads none of them. */
public enum CommandName {
    INIT,
    RUN,
    VALIDATE,
    LIST,
    STATUS,
    WATCH,
    LOGS,
    APPROVE,
    REJECT,
    STOP,
    RETRY,
    RESUME,
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

    /** The command itself, for one call. */
    public PenstockCommand create(Surroundings surroundings) {
        return switch (this) {
            case INIT -> new InitCommand(surroundings);
            case RUN -> new RunCommand(surroundings);
            case VALIDATE -> new ValidateCommand(surroundings);
            case LIST -> new ListCommand(surroundings);
            case STATUS -> new StatusCommand(surroundings);
            case WATCH -> new WatchCommand(surroundings);
            case LOGS -> new LogsCommand(surroundings);
            case APPROVE -> new ApproveCommand(surroundings);
            case REJECT -> new RejectCommand(surroundings);
            case STOP -> new StopCommand(surroundings);
            case RETRY -> new RetryCommand(surroundings);
            case RESUME -> new ResumeCommand(surroundings);
            case COMPLETION -> new CompletionCommand(surroundings);
            case EXIT_CODES -> new ExitCodesCommand(surroundings);
        };
    }
}
