package dev.penstock.cli;

import dev.penstock.cli.command.CommandName;
import dev.penstock.problem.DidYouMean;
import dev.penstock.runner.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in our words what the parser found wrong with a command line, and what would be right. */
final class UsageFaults {

    private UsageFaults() {}

    static CommandFailure of(ParameterException exception) {
        String help = "Try '" + exception.getCommandLine().getCommandSpec().qualifiedName() + " --help'.";
        return switch (exception) {
            case UnmatchedArgumentException unmatched -> unknown(unmatched, help);
            case MissingParameterException missing -> new CommandFailure(Refusal.COMMAND_LINE, missing(missing), help);
            default -> value(exception, help);
        };
    }

    private static CommandFailure unknown(UnmatchedArgumentException exception, String help) {
        CommandLine line = exception.getCommandLine();
        String word = exception.getUnmatched().getFirst();
        if (word.startsWith("-")) {
            List<String> options = line.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .map(OptionSpec::longestName)
                    .toList();
            String name = word.split("=", 2)[0];
            return new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "There is no option '" + name + "'.",
                    DidYouMean.among(name, options)
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse(help));
        }
        boolean takesCommands =
                line.getParent() == null || !line.getSubcommands().isEmpty();
        if (!takesCommands) {
            return new CommandFailure(Refusal.COMMAND_LINE, "'" + word + "' is one argument too many.", help);
        }
        List<String> commands = line.getParent() == null
                ? Arrays.stream(CommandName.values()).map(CommandName::word).toList()
                : List.copyOf(line.getSubcommands().keySet());
        return new CommandFailure(
                Refusal.COMMAND_LINE,
                "There is no command '" + word + "'.",
                DidYouMean.among(word, commands)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse(help));
    }

    private static String missing(MissingParameterException exception) {
        List<String> names = exception.getMissing().stream()
                .map(UsageFaults::name)
                .distinct()
                .toList();
        return names.isEmpty() ? sentence(exception) : String.join(", ", names) + " is missing.";
    }

    private static CommandFailure value(ParameterException exception, String help) {
        Optional<ArgSpec> argument = Optional.ofNullable(exception.getArgSpec());
        Optional<String> value = Optional.ofNullable(exception.getValue());
        if (argument.isEmpty() || value.isEmpty()) {
            return new CommandFailure(Refusal.COMMAND_LINE, sentence(exception), help);
        }
        if (exception.getCause() instanceof TypeConversionException own
                && expected(argument.get()).isEmpty()) {
            return new CommandFailure(Refusal.COMMAND_LINE, sentence(own), help);
        }
        return new CommandFailure(
                Refusal.COMMAND_LINE,
                "'" + value.get() + "' is no value of " + name(argument.get()) + ".",
                expected(argument.get()).map(what -> "It is " + what + ".").orElse(help));
    }

    /** What an argument takes, as far as its type tells. */
    private static Optional<String> expected(ArgSpec argument) {
        Class<?> type = argument.isMultiValue() ? argument.auxiliaryTypes()[0] : argument.type();
        if (Map.class.isAssignableFrom(argument.type())) {
            return Optional.of(argument.paramLabel());
        }
        if (type.isEnum()) {
            return Optional.of("one of "
                    + String.join(
                            ", ",
                            Arrays.stream(type.getEnumConstants())
                                    .map(constant -> constant.toString()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', '-'))
                                    .toList()));
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return Optional.of("a whole number");
        }
        return type == double.class || type == Double.class ? Optional.of("a number") : Optional.empty();
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.longestName() + (option.paramLabel().isEmpty() ? "" : " " + option.paramLabel())
                : argument.paramLabel();
    }

    private static String sentence(RuntimeException exception) {
        String message = String.valueOf(exception.getMessage());
        return message.endsWith(".") ? message : message + ".";
    }
}
