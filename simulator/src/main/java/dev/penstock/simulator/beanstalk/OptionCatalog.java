package dev.penstock.simulator.beanstalk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** All configuration options. Source: named in {@code options.tsv}. */
final class OptionCatalog {

    /** Read when it is first asked for: most simulated accounts never have an environment. */
    private static final class Loaded {
        static final List<OptionDefinition> ALL =
                lines("options.tsv").stream().map(OptionDefinition::parse).toList();

        private Loaded() {}
    }

    private OptionCatalog() {}

    /** The options of a platform, those with {@code *} among them. */
    static List<OptionDefinition> of(String solutionStack) {
        return Loaded.ALL.stream()
                .filter(option -> option.platform().isEmpty() || suits(option.platform(), solutionStack))
                .toList();
    }

    /** The definition of an option, with the names that it was asked for. */
    static Optional<OptionDefinition> find(OptionKey key) {
        Optional<OptionDefinition> exact = Loaded.ALL.stream()
                .filter(option -> option.key().name().equals(key.name()))
                .findFirst();
        return exact.or(() -> Loaded.ALL.stream()
                        .filter(option -> matches(option.key().namespace(), key.namespace())
                                && matches(
                                        option.key().name().name(), key.name().name()))
                        .findFirst())
                .map(option -> option.named(key));
    }

    private static boolean matches(String pattern, String actual) {
        return pattern.endsWith("*")
                ? actual.length() >= pattern.length() && actual.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(actual);
    }

    private static boolean suits(String platform, String solutionStack) {
        return solutionStack.isEmpty()
                || switch (platform) {
                    case "Java with Tomcat" -> solutionStack.contains("Tomcat");
                    case ".NET" -> solutionStack.contains("IIS");
                    default -> solutionStack.contains(platform);
                };
    }

    /** The lines of a resource, without comments. */
    static List<String> lines(String resource) {
        try (InputStream in = OptionCatalog.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
