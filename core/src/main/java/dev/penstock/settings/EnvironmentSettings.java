package dev.penstock.settings;

import dev.penstock.beanstalk.Bundles.BundlePlace;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.DeploymentOptions.Creation;
import dev.penstock.beanstalk.DeploymentOptions.WhenItFails;
import dev.penstock.beanstalk.DeploymentOptions.WhenStopped;
import dev.penstock.beanstalk.HealthStatus;
import dev.penstock.beanstalk.VersionRetention;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.problem.ProblemType;
import dev.penstock.traffic.WarmCheck;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads how environments of Elastic Beanstalk are deployed to. */
final class EnvironmentSettings {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,80}");
    private static final Pattern CNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]");
    private static final int LARGEST_PORT = 65_535;
    private static final int MOST_REFRESHES = 30;
    private static final int A_DAY = 24 * 60;
    private static final int MOST_VERSIONS = 1000;
    private static final int MOST_DAYS = 3650;
    private static final Pattern PATH =
            Pattern.compile("/(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}){0,1023}");
    private static final int MOST_ATTEMPTS = 60;
    private static final int ATTEMPTS = 6;

    private final FieldContext context;
    private final SettingsValues values;

    EnvironmentSettings(FieldContext context, SettingsValues values) {
        this.context = context;
        this.values = values;
    }

    EnvironmentSetting read(Fields fields) {
        Optional<Fields> health = fields.mapping("health");
        EnvironmentSetting setting = new EnvironmentSetting(
                fields.text("bundle"),
                values.range(fields, "containerPort", 1, LARGEST_PORT),
                fields.mapping("bucket").map(this::bucket),
                named(fields, "labelPrefix", PREFIX, "It has 1 to 80 letters, digits, dots, hyphens and underscores."),
                fields.mapping("create").map(this::creation),
                new EnvironmentOptionSettings(context, values).read(fields),
                health.flatMap(this::accepted),
                health.map(each -> clamped(each, "refreshes", MOST_REFRESHES)).orElse(OptionalInt.empty()),
                health.flatMap(each -> minutes(each, "patienceMinutes")),
                minutes(fields, "waitMinutes"),
                StackSettings.word(
                        context,
                        fields,
                        "whenItFails",
                        Map.of("restore", WhenItFails.RESTORE, "leave", WhenItFails.LEAVE)),
                StackSettings.word(
                        context, fields, "whenStopped", Map.of("abort", WhenStopped.ABORT, "leave", WhenStopped.LEAVE)),
                fields.mapping("blueGreen").map(this::blueGreen),
                retention(fields));
        health.ifPresent(Fields::end);
        fields.end();
        if (setting.blueGreen().filter(BlueGreen::isWeighted).isPresent()) {
            boolean isWorker = setting.creation().filter(Creation::worker).isPresent();
            new RampSettings(context, values).check(fields, isWorker, setting.options());
        }
        return setting;
    }

    private Optional<VersionRetention> retention(Fields fields) {
        OptionalInt newest = clamped(fields, "keepVersions", MOST_VERSIONS);
        OptionalInt days = clamped(fields, "keepDays", MOST_DAYS);
        return newest.isEmpty() && days.isEmpty()
                ? Optional.empty()
                : Optional.of(new VersionRetention(
                        newest, days.isPresent() ? Optional.of(Duration.ofDays(days.getAsInt())) : Optional.empty()));
    }

    private BundlePlace bucket(Fields fields) {
        BundlePlace place = new BundlePlace(
                fields.requireText("name"), fields.text("prefix").orElse(BundlePlace.USUAL.prefix()));
        fields.end();
        return place;
    }

    private Creation creation(Fields fields) {
        Creation creation = new Creation(
                fields.requireText("platform"),
                StackSettings.word(context, fields, "tier", Map.of("WebServer", false, "Worker", true))
                        .orElse(false),
                cname(fields),
                fields.textMap("tags"));
        fields.end();
        return creation;
    }

    private BlueGreen blueGreen(Fields fields) {
        boolean isWeighted = fields.has("listenerRule");
        if (isWeighted == fields.has("cname")) {
            context.problems()
                    .report(
                            ProblemType.SETTINGS_CHOICE,
                            fields.span(),
                            fields.path(),
                            "A pair of environments either changes host names or shares a load balancer.",
                            "Write 'cname: PREFIX' or 'listenerRule: ARN'.");
        }
        BlueGreen blueGreen = new BlueGreen(
                isWeighted
                        ? new RampSettings(context, values).read(fields)
                        : new BlueGreen.HostName(cname(fields).orElse("")),
                minutes(fields, "keepMinutes").orElse(BlueGreen.USUAL_KEEP),
                fields.mapping("warm").map(this::warm));
        fields.text("cname");
        fields.end();
        return blueGreen;
    }

    private WarmCheck warm(Fields fields) {
        String path = fields.text("path").orElse("/");
        boolean isLegal = PATH.matcher(path).matches();
        if (!isLegal) {
            // What is wrong with it may be a token in a query: it is not shown.
            context.problems()
                    .report(
                            ProblemType.SETTINGS_VALUE,
                            fields.span("path"),
                            Fields.child(fields.path(), "path"),
                            "This is not the path of a page.",
                            "It begins with '/', and has neither host nor query: it stands in logs.");
        }
        WarmCheck check = new WarmCheck(
                isLegal ? path : "/",
                values.range(fields, "status", 200, 599).orElse(200),
                clamped(fields, "attempts", MOST_ATTEMPTS).orElse(ATTEMPTS));
        fields.end();
        return check;
    }

    private Optional<String> cname(Fields fields) {
        return named(
                fields, "cname", CNAME, "It is the first part of the host name: 4 to 63 letters, digits and hyphens.");
    }

    private Optional<HealthStatus> accepted(Fields fields) {
        return StackSettings.word(
                context,
                fields,
                "accept",
                Map.of(
                        "ok", HealthStatus.OK,
                        "warning", HealthStatus.WARNING,
                        "degraded", HealthStatus.DEGRADED,
                        "severe", HealthStatus.SEVERE));
    }

    private Optional<String> named(Fields fields, String field, Pattern pattern, String hint) {
        Optional<String> text = fields.text(field);
        text.filter(given -> !pattern.matcher(given).matches())
                .ifPresent(given -> context.problems()
                        .report(
                                ProblemType.SETTINGS_VALUE,
                                fields.span(field),
                                Fields.child(fields.path(), field),
                                "'" + given + "' cannot be a " + field + ".",
                                hint));
        return text;
    }

    private Optional<Duration> minutes(Fields fields, String field) {
        OptionalInt minutes = values.range(fields, field, 0, A_DAY);
        return minutes.isPresent()
                ? Optional.of(Duration.ofMinutes(Math.min(A_DAY, Math.max(0, minutes.getAsInt()))))
                : Optional.empty();
    }

    private OptionalInt clamped(Fields fields, String field, int most) {
        OptionalInt number = values.range(fields, field, 1, most);
        return number.isPresent() ? OptionalInt.of(Math.min(most, Math.max(1, number.getAsInt()))) : number;
    }
}
