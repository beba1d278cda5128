package dev.penstock.settings;

import dev.penstock.build.BuildLocation;
import dev.penstock.document.Fields;
import dev.penstock.image.ImageBuildRequest.BuilderChoice;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import dev.penstock.source.SourceLocation.CredentialReference;
import dev.penstock.source.SourceLocation.GitReference;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads single values of settings. */
final class SettingsValues {

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(10);

    private final Path folder;
    private final Problems problems;

    SettingsValues(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    private void wrong(SourceSpan span, String field, String message, String hint) {
        problems.report(ProblemType.SETTINGS_VALUE, span, field, message, hint);
    }

    String account(String account, SourceSpan span) {
        boolean digits = account.length() == 12 && account.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            wrong(span, "/account", "'" + account + "' is not an account id.", "An account id has 12 digits.");
        }
        return account;
    }

    Path path(String text, SourceSpan span) {
        try {
            return folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            wrong(span, "", "This is not a path on this machine: " + e.getReason() + ".", "Write another path.");
            return folder;
        }
    }

    /** A URL as it is; a path that starts with a dot, as a path below the settings' folder. */
    String gitUrl(String url, SourceSpan span) {
        int scheme = url.indexOf("://");
        int at = url.indexOf('@', Math.max(0, scheme));
        int colon = scheme < 0 ? -1 : url.indexOf(':', scheme + 3);
        if (scheme >= 0 && at > 0 && colon > 0 && colon < at) {
            problems.report(
                    ProblemType.SETTINGS_SECRET,
                    span,
                    "",
                    "The URL holds a password.",
                    "Name environment variables under 'credentials: {passwordVariable: NAME}'.");
        }
        boolean relative = url.startsWith("./") || url.startsWith("../") || url.equals(".") || url.equals("..");
        return relative ? path(url, span).toString() : url;
    }

    Optional<GitReference> reference(Fields fields) {
        List<GitReference> found = new ArrayList<>();
        fields.text("branch").ifPresent(name -> found.add(new GitReference.Branch(name)));
        fields.text("tag").ifPresent(name -> found.add(new GitReference.Tag(name)));
        fields.text("commit").ifPresent(id -> {
            if (id.length() < 40 || !id.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                wrong(
                        fields.span("commit"),
                        Fields.child(fields.path(), "commit"),
                        "'" + id + "' is not the full id of a commit.",
                        "A full id has 40 hexadecimal digits.");
            }
            found.add(new GitReference.Commit(id));
        });
        if (found.size() > 1) {
            problems.report(
                    ProblemType.SETTINGS_CHOICE,
                    fields.span(),
                    fields.path(),
                    "Of branch, tag and commit, " + found.size() + " are given.",
                    "Keep one of them.");
        }
        return found.stream().findFirst();
    }

    CredentialReference credentials(Fields fields) {
        CredentialReference reference =
                new CredentialReference(fields.text("userVariable"), fields.requireText("passwordVariable"));
        fields.end();
        return reference;
    }

    Optional<BuildLocation> buildLocation(Fields fields) {
        Optional<String> on = fields.text("on");
        Optional<String> image = fields.text("image").filter(text -> !text.isBlank());
        boolean privileged = fields.bool("privileged").orElse(false);
        if (on.isPresent() && on.get().equals("container") && image.isPresent()) {
            return Optional.of(new BuildLocation.Container(image.get(), privileged));
        }
        if (on.isPresent() && on.get().equals("container")) {
            fields.requirePresent("image");
            return Optional.empty();
        }
        if (image.isPresent() || fields.has("privileged")) {
            problems.report(
                    ProblemType.SETTINGS_CHOICE,
                    fields.span(),
                    fields.path(),
                    "image and privileged are for builds in a container.",
                    "Write 'on: container', or remove them.");
        }
        if (on.isPresent() && on.get().equals("codebuild")) {
            return Optional.of(new BuildLocation.CodeBuild());
        }
        if (on.isPresent() && !on.get().equals("host")) {
            word(fields, "on", on.get(), List.of("host", "container", "codebuild"));
        }
        return on.map(word -> new BuildLocation.Host());
    }

    Optional<BuilderChoice> builder(Fields fields) {
        Optional<String> word = fields.text("builder");
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return switch (word.get()) {
            case "auto" -> Optional.of(BuilderChoice.AUTO);
            case "engine" -> Optional.of(BuilderChoice.ENGINE);
            case "daemonless" -> Optional.of(BuilderChoice.DAEMONLESS);
            default -> {
                word(fields, "builder", word.get(), List.of("auto", "engine", "daemonless"));
                yield Optional.empty();
            }
        };
    }

    private void word(Fields fields, String field, String word, List<String> allowed) {
        wrong(
                fields.span(field),
                Fields.child(fields.path(), field),
                "'" + word + "' is none of the words allowed here: " + String.join(", ", allowed) + ".",
                DidYouMean.hint(word, allowed));
    }

    String platform(String platform, SourceSpan span) {
        int slash = platform.indexOf('/');
        if (slash < 1 || slash == platform.length() - 1) {
            wrong(span, "", "'" + platform + "' is not a platform.", "Write one such as linux/amd64 or linux/arm64.");
        }
        return platform;
    }

    RoleSetting role(String value, SourceSpan span, String path) {
        if (value.equals("none")) {
            return new RoleSetting.None();
        }
        if (!value.startsWith("arn:aws") || !value.contains(":role/")) {
            wrong(span, path, "'" + value + "' is not the ARN of a role.", "Write a role's ARN, or none.");
        }
        return new RoleSetting.Assume(value);
    }

    String bucket(String name, Fields fields) {
        if (!BUCKET.matcher(name).matches()) {
            wrong(
                    fields.span("bucket"),
                    Fields.child(fields.path(), "bucket"),
                    "'" + name + "' cannot be the name of a bucket.",
                    "It has 3 to 63 lowercase letters, digits, dots and hyphens.");
        }
        return name;
    }

    /** The images of a simulated registry. */
    List<SimulationSettings.Image> images(Fields fields) {
        List<SimulationSettings.Image> images = new ArrayList<>();
        for (String text : fields.texts("images")) {
            SimulationSettings.Image.of(text)
                    .ifPresentOrElse(
                            images::add,
                            () -> wrong(
                                    fields.span("images"),
                                    Fields.child(fields.path(), "images"),
                                    "'" + text + "' is no image of the account's own registry.",
                                    "Write REPOSITORY:TAG, such as shop:latest."));
        }
        return images;
    }

    OptionalInt range(Fields fields, String field, int least, int most) {
        OptionalInt number = fields.integer(field);
        if (number.isPresent() && (number.getAsInt() < least || number.getAsInt() > most)) {
            wrong(
                    fields.span(field),
                    Fields.child(fields.path(), field),
                    field + " is " + number.getAsInt() + ".",
                    "It may be " + least + " to " + most + ".");
        }
        return number;
    }

    /** Reads {@code 500ms}, {@code 5s}, {@code 2m}, {@code 3h} or {@code 1d}; empty if it is none of these. */
    static Optional<Duration> time(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > 7) {
            return Optional.empty();
        }
        long amount = Long.parseLong(text.substring(0, digits));
        return switch (text.substring(digits).strip()) {
            case "ms" -> Optional.of(Duration.ofMillis(amount));
            case "s" -> Optional.of(Duration.ofSeconds(amount));
            case "m" -> Optional.of(Duration.ofMinutes(amount));
            case "h" -> Optional.of(Duration.ofHours(amount));
            case "d" -> Optional.of(Duration.ofDays(amount));
            default -> Optional.empty();
        };
    }

    /** The time between two looks: {@code 500ms}, {@code 5s}, {@code 2m}. */
    Optional<Duration> interval(String text, SourceSpan span) {
        Optional<Duration> inRange = time(text)
                .filter(value -> value.compareTo(SHORTEST_INTERVAL) >= 0 && value.compareTo(LONGEST_INTERVAL) <= 0);
        if (inRange.isEmpty()) {
            wrong(
                    span,
                    "/pollInterval",
                    "'" + text + "' is not an interval between 100 milliseconds and 10 minutes.",
                    "Write it like 500ms, 5s or 2m.");
        }
        return inRange;
    }
}
