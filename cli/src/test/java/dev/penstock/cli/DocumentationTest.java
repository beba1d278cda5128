package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.penstock.cli.command.CommandName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** What the pages say of the command line is so: commands, options, exit codes, and every call that is there to be typed. */
class DocumentationTest {

    /** A call on a line of its own, indented or in a fenced block, perhaps with variables before it. */
    private static final Pattern CALL = Pattern.compile("(?m)^ *(?:[A-Z_]+=\\S* )?(?:\\./)?penstock +([a-z].*)$");

    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

    private final Console console = new Console();

    @Test
    void listsEveryCommandAndEveryExitCode() throws IOException {
        List<String> page = Files.readAllLines(Path.of("../docs/cli.md"));

        for (CommandName name : CommandName.values()) {
            assertThat(page).anyMatch(line -> line.matches("\\| `" + name.word() + "[ `].*"));
        }
        assertThat(page)
                .containsAll(Arrays.stream(ExitCode.values())
                        .map(code -> "| " + code.number() + " | " + code.meaning() + " |")
                        .toList());
    }

    @Test
    void everyOptionIsOnAPage() throws IOException {
        var pages = new StringBuilder();
        for (Path page : pages("../docs")) {
            pages.append(Files.readString(page)).append('\n');
        }

        var missing = new TreeSet<String>();
        for (CommandLine command : commands()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                boolean told = Arrays.stream(option.names())
                        .anyMatch(name -> Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                                .matcher(pages)
                                .find());
                if (!told && !option.hidden()) {
                    missing.add(command.getCommandSpec().qualifiedName() + " " + option.longestName());
                }
            }
        }

        assertThat(missing).as("options of which no page in docs/ speaks").isEmpty();
    }

    @Test
    void everyCallThatIsThereToBeTypedIsUnderstood() throws IOException {
        List<Path> pages = new ArrayList<>(pages("../docs"));
        pages.addAll(pages("../samples"));
        pages.add(Path.of("../README.md"));

        var calls = 0;
        for (Path page : pages) {
            String text = Files.readString(page).replaceAll("\\\\\n *", "");
            Matcher call = CALL.matcher(text);
            while (call.find()) {
                String[] words = words(call.group(1));
                assertThatCode(() -> CommandLines.line(CommandName.of(words[0]), console.surroundings())
                                .parseArgs(words))
                        .as("%s: penstock %s", page, call.group(1))
                        .doesNotThrowAnyException();
                calls++;
            }
        }

        assertThat(calls).isGreaterThan(40);
    }

    /** Otherwise the help of that command has a warning of its parser in it. */
    @Test
    void whatHelpSaysIsWrittenAsTheParserWantsIt() {
        for (CommandLine command : commands()) {
            Class<?> type = command.getCommand().getClass();
            Stream<String> options = Arrays.stream(type.getDeclaredFields())
                    .map(field -> field.getAnnotation(Option.class))
                    .filter(Objects::nonNull)
                    .flatMap(option -> Arrays.stream(option.description()));
            Command own = type.getAnnotation(Command.class);
            List<String> texts = Stream.of(Arrays.stream(own.description()), Arrays.stream(own.footer()), options)
                    .flatMap(each -> each)
                    .toList();
            for (String text : texts) {
                assertThatCode(() -> String.format(text))
                        .as("%s: %s", command.getCommandSpec().qualifiedName(), text)
                        .doesNotThrowAnyException();
            }
        }
    }

    /** All commands, and those below them. */
    private List<CommandLine> commands() {
        CommandLine root = CommandLines.line(Optional.empty(), console.surroundings());
        List<CommandLine> all = new ArrayList<>();
        for (CommandLine command : root.getSubcommands().values()) {
            all.add(command);
            all.addAll(command.getSubcommands().values());
        }
        return all;
    }

    private static List<Path> pages(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .filter(file -> !file.toString().contains("/adr/"))
                    .sorted()
                    .toList();
        }
    }

    /** The words of a call up to a comment, a pipe, a second command or a redirection. */
    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            if (word.group().matches("[#|&;>].*|2>.*")) {
                break;
            }
            words.add(word.group().replaceAll("['\"]", ""));
        }
        return words.toArray(String[]::new);
    }
}
