package dev.penstock.settings;

import dev.penstock.problem.DidYouMean;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where a journal is, in one line: {@code postgresql://USER@HOST:PORT/DATABASE?schema=NAME&sslmode=verify-full},
 * {@code dynamodb://TABLE?region=NAME&bucket=NAME&prefix=TEXT&endpoint=URL&runner=FUNCTION}, {@code sqlite:PATH}, or the path of a SQLite
 * file.
 */
public final class JournalText {

    /** What a database, role or schema may be called here: a name that PostgreSQL takes without quotes. */
    private static final Predicate<String> NAME =
            Pattern.compile("[a-z_][a-z0-9_]{0,62}").asMatchPredicate();

    private static final Predicate<String> TABLE =
            Pattern.compile("[A-Za-z0-9_.-]{3,255}").asMatchPredicate();
    /** "Invoke", FunctionName: a name or an ARN, with an alias or a version. */
    private static final Predicate<String> FUNCTION =
            Pattern.compile("[A-Za-z0-9:_$-]{1,256}").asMatchPredicate();

    private static final Predicate<String> HOSTS = Pattern.compile(
                    "([A-Za-z0-9._-]+|\\[[0-9a-fA-F:.%]+])(:[0-9]{1,5})?(,([A-Za-z0-9._-]+|\\[[0-9a-fA-F:.%]+])(:[0-9]{1,5})?)*")
            .asMatchPredicate();
    private static final Predicate<String> WORD =
            Pattern.compile("[^\\s@:/?#\\p{Cntrl}]{1,128}").asMatchPredicate();
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+):(//)?.*", Pattern.DOTALL);

    /** Of the driver's properties those that say how a server is reached; others could make it load foreign classes. */
    private static final List<String> CONNECTION = List.of(
            "sslmode",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "sslNegotiation",
            "channelBinding",
            "gssEncMode",
            "targetServerType",
            "hostRecheckSeconds",
            "connectTimeout",
            "socketTimeout",
            "ApplicationName");

    private JournalText() {}

    /** What a text says. */
    public sealed interface Reading {}

    /** It names a journal. */
    public record Named(JournalLocation location) implements Reading {}

    /**
     * It does not.
     *
     * @param message what is wrong, a sentence that repeats no password
     * @param hint what would be right
     * @param secret whether what is wrong is that it holds a secret
     */
    public record Wrong(String message, String hint, boolean secret) implements Reading {}

    /** Thrown and caught in here, to leave by one way. */
    private static final class WrongText extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Wrong wrong;

        WrongText(String message, String hint, boolean secret) {
            super(message, null, false, false);
            this.wrong = new Wrong(message, hint, secret);
        }
    }

    /**
     * Reads a text.
     *
     * @param folder what a relative path is relative to
     */
    public static Reading read(String text, Path folder) {
        try {
            return new Named(location(text.strip(), folder));
        } catch (WrongText e) {
            return e.wrong;
        }
    }

    /** Whether a name may be that of a schema: lower case letters, digits and underscores, at most 63. */
    static boolean isSchema(String name) {
        // The longest name is that of the schema for simulated runs.
        return NAME.test(name) && name.length() + 1 + JournalLocation.SIMULATED.length() <= 63;
    }

    private static JournalLocation location(String text, Path folder) {
        var matcher = SCHEME.matcher(text);
        if (!matcher.matches()) {
            return sqlite(text, folder);
        }
        return switch (matcher.group(1)) {
            case "postgresql", "postgres" -> postgresql(text.substring(text.indexOf(':') + 1));
            case "dynamodb" -> dynamoDb(text.substring(text.indexOf(':') + 1));
            case "sqlite" -> sqlite(text.substring(text.indexOf(':') + 1), folder);
            case "jdbc" ->
                throw new WrongText(
                        "A journal is not named by a JDBC URL.", "Write postgresql://USER@HOST/DATABASE.", false);
            default ->
                throw new WrongText(
                        "There are no journals of the kind '" + matcher.group(1) + "'.",
                        "Write postgresql://USER@HOST/DATABASE, dynamodb://TABLE, or the path of a SQLite file.",
                        false);
        };
    }

    private static JournalLocation sqlite(String text, Path folder) {
        try {
            Path file = folder.resolve(text).normalize();
            if (text.isBlank() || file.getFileName() == null) {
                throw new WrongText("This names no file for a journal.", "Write the path of a file.", false);
            }
            return new JournalLocation.Sqlite(file.toAbsolutePath());
        } catch (InvalidPathException e) {
            throw new WrongText("This is not a path on this machine: " + e.getReason() + ".", "Write another.", false);
        }
    }

    private static JournalLocation postgresql(String rest) {
        Parts parts = Parts.of(rest, "postgresql://USER@HOST/DATABASE");
        Map<String, String> parameters = new LinkedHashMap<>(parts.parameters());
        Optional<String> schema = Optional.ofNullable(parameters.remove("schema"));
        parameters.forEach((name, value) -> checkParameter(name));
        int at = parts.authority().lastIndexOf('@');
        String user = at < 0 ? "" : parts.authority().substring(0, at);
        if (user.contains(":")) {
            throw secret();
        }
        String hosts = parts.authority().substring(at + 1);
        if (!HOSTS.test(hosts)) {
            throw new WrongText(
                    "'" + hosts + "' names no server.",
                    "Write HOST or HOST:PORT, or several of them with commas: postgresql://USER@HOST/DATABASE.",
                    false);
        }
        if (!WORD.test(parts.path())) {
            throw new WrongText(
                    parts.path().isEmpty() ? "The database is missing." : "'" + parts.path() + "' names no database.",
                    "Write it after the server: postgresql://USER@" + hosts + "/DATABASE.",
                    false);
        }
        schema.filter(name -> !isSchema(name)).ifPresent(name -> {
            throw new WrongText("'" + name + "' cannot be the name of the journal's schema.", SCHEMA_HINT, false);
        });
        return new JournalLocation.Postgresql(
                hosts,
                parts.path(),
                user.isEmpty() ? Optional.empty() : Optional.of(decode(user)),
                parameters,
                schema.orElse(JournalLocation.Postgresql.DEFAULT_SCHEMA),
                Optional.empty());
    }

    static final String SCHEMA_HINT = "It has at most 53 lower case letters, digits and underscores, no digit first.";

    private static void checkParameter(String name) {
        if (name.equalsIgnoreCase("password") || name.equalsIgnoreCase("sslpassword")) {
            throw secret();
        }
        if (!CONNECTION.contains(name)) {
            throw new WrongText(
                    "'" + name + "' is not known of a journal in PostgreSQL.",
                    DidYouMean.among(name, CONNECTION)
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Known here: schema, " + String.join(", ", CONNECTION) + "."),
                    false);
        }
    }

    private static WrongText secret() {
        return new WrongText(
                "The URL holds a password.",
                "Leave it out, and give the password in PGPASSWORD, in a variable that the settings name, or in the"
                        + " password file.",
                true);
    }

    private static JournalLocation dynamoDb(String rest) {
        Parts parts = Parts.of(rest, "dynamodb://TABLE");
        Map<String, String> left = new LinkedHashMap<>(parts.parameters());
        Optional<String> endpoint = Optional.ofNullable(left.remove("endpoint"));
        var location = new JournalLocation.DynamoDb(
                parts.authority(),
                Optional.ofNullable(left.remove("region")),
                Optional.ofNullable(left.remove("bucket")),
                Optional.ofNullable(left.remove("prefix")).orElse(""),
                endpoint.map(JournalText::uri),
                Optional.ofNullable(left.remove("runner")));
        location.runner().filter(name -> !FUNCTION.test(name)).ifPresent(name -> {
            throw new WrongText(
                    "'" + name + "' names no function of Lambda.",
                    "Write its name or its ARN, with ':' and an alias behind it if there is one: runner=penstock-runner:live.",
                    false);
        });
        if (!TABLE.test(parts.authority()) || !parts.path().isEmpty()) {
            throw new WrongText(
                    "'" + parts.authority() + "' cannot be the name of a table.",
                    "It has 3 to 255 letters, digits, underscores, hyphens and dots: dynamodb://TABLE.",
                    false);
        }
        left.keySet().stream().findFirst().ifPresent(name -> {
            throw new WrongText(
                    "'" + name + "' is not known of a journal in DynamoDB.",
                    DidYouMean.hint(name, List.of("region", "bucket", "prefix", "endpoint", "runner")),
                    false);
        });
        return location;
    }

    static URI uri(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new WrongText(
                        "'" + text + "' is not an endpoint.", "Write one like http://127.0.0.1:8000.", false);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new WrongText("'" + text + "' is not an endpoint.", "Write one like http://127.0.0.1:8000.", false);
        }
    }

    /** A URL taken apart without the checks of {@link URI}, which knows no lists of hosts. */
    private record Parts(String authority, String path, Map<String, String> parameters) {

        static Parts of(String rest, String form) {
            if (!rest.startsWith("//")) {
                throw new WrongText("This is not the URL of a journal.", "Write " + form + ".", false);
            }
            int query = rest.indexOf('?');
            String before = query < 0 ? rest.substring(2) : rest.substring(2, query);
            int slash = before.indexOf('/');
            Map<String, String> parameters = new LinkedHashMap<>();
            if (query >= 0) {
                for (String pair : rest.substring(query + 1).split("&", -1)) {
                    int equals = pair.indexOf('=');
                    if (equals <= 0) {
                        throw new WrongText(
                                "The part after '?' is not made of NAME=VALUE.", "Write " + form + ".", false);
                    }
                    parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
            return new Parts(
                    slash < 0 ? before : before.substring(0, slash),
                    slash < 0 ? "" : decode(before.substring(slash + 1)),
                    parameters);
        }
    }

    private static String decode(String text) {
        try {
            // A plus sign is itself, as in libpq's URLs.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new WrongText("A character after '%' is not written in two hexadecimal digits.", "Write %25.", false);
        }
    }
}
