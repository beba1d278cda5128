package dev.penstock.metric;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the {@code source} of a metric. */
final class MetricSourceReader {

    /** How long after its end a minute is taken for settled: load balancers send each minute within the next. */
    static final Duration CLOUD_WATCH_LAG = Duration.ofMinutes(1);

    /** How long a lag may be. */
    static final Duration LONGEST_LAG = Duration.ofMinutes(30);

    private static final List<String> KINDS =
            List.of("targetGroup", "cloudWatch", "lambda", "beanstalk", "prometheus", "http", "command");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration PROMETHEUS_LAG = Duration.ofSeconds(15);
    private static final double LONGEST_LATENCY = 4000;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final FieldContext context;
    private final SourceValues values;

    MetricSourceReader(FieldContext context, SourceValues values) {
        this.context = context;
        this.values = values;
    }

    /** The source in a metric's fields; empty when there is a problem. */
    Optional<MetricSource> read(Fields metric) {
        int before = context.problems().errorCount();
        metric.requirePresent("source");
        Optional<Fields> fields = metric.mapping("source");
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Fields source = fields.get();
        List<String> given = KINDS.stream().filter(source::has).toList();
        KINDS.forEach(source::ignore);
        source.end();
        if (given.size() != 1 && context.problems().errorCount() == before) {
            context.problems()
                    .report(
                            ProblemType.VERDICT_SOURCE,
                            source.span(),
                            source.path(),
                            given.isEmpty()
                                    ? "This says not where the metric is counted."
                                    : "A metric is counted in one place, and these are " + given.size() + ": "
                                            + String.join(", ", given) + ".",
                            "Write exactly one of " + String.join(", ", KINDS) + ".");
        }
        if (given.size() != 1) {
            return Optional.empty();
        }
        Optional<MetricSource> read = source.mapping(given.getFirst()).flatMap(inner -> {
            MetricSource one = kind(given.getFirst(), inner);
            inner.end();
            return Optional.of(one);
        });
        return context.problems().errorCount() > before ? Optional.empty() : read;
    }

    private MetricSource kind(String kind, Fields fields) {
        return switch (kind) {
            case "targetGroup" -> targetGroup(fields);
            case "cloudWatch" -> cloudWatch(fields);
            case "lambda" -> new MetricSource.Lambda(lag(fields, CLOUD_WATCH_LAG));
            case "beanstalk" ->
                new MetricSource.Beanstalk(bad(
                        fields,
                        EnumSet.of(BadAnswer.CLIENT_ERRORS, BadAnswer.SERVER_ERRORS),
                        EnumSet.of(BadAnswer.SERVER_ERRORS)));
            case "prometheus" -> prometheus(fields);
            case "http" -> http(fields);
            default -> command(fields);
        };
    }

    private Duration lag(Fields fields, Duration standard) {
        return values.duration(fields, "lag", standard, Duration.ZERO, LONGEST_LAG);
    }

    private MetricSource targetGroup(Fields fields) {
        OptionalDouble latency = values.number(fields, "latencyAbove", 0, LONGEST_LATENCY);
        if (latency.isPresent() && fields.has("bad")) {
            values.wrong(
                    fields,
                    "latencyAbove",
                    "A request can be bad by its answer and by its time, and would count twice.",
                    "Make two metrics of it, one with 'bad' and one with 'latencyAbove'.");
        }
        Set<BadAnswer> bad = bad(
                fields,
                EnumSet.allOf(BadAnswer.class),
                latency.isPresent()
                        ? EnumSet.noneOf(BadAnswer.class)
                        : EnumSet.of(BadAnswer.SERVER_ERRORS, BadAnswer.CONNECTION_ERRORS));
        return new MetricSource.TargetGroup(bad, latency, lag(fields, CLOUD_WATCH_LAG));
    }

    private Set<BadAnswer> bad(Fields fields, Set<BadAnswer> possible, Set<BadAnswer> standard) {
        if (!fields.has("bad")) {
            return standard;
        }
        Set<BadAnswer> read = EnumSet.noneOf(BadAnswer.class);
        List<String> words = possible.stream().map(BadAnswer::word).toList();
        List<String> written = fields.texts("bad");
        for (String word : written) {
            Optional<BadAnswer> found =
                    possible.stream().filter(each -> each.word().equals(word)).findFirst();
            found.ifPresent(read::add);
            if (found.isEmpty()) {
                values.wrong(fields, "bad", "'" + word + "' is not counted here.", DidYouMean.hint(word, words));
            }
        }
        if (written.isEmpty()) {
            values.wrong(
                    fields, "bad", "Nothing makes a request bad.", "Name some of " + String.join(", ", words) + ".");
        }
        return read;
    }

    private MetricSource cloudWatch(Fields fields) {
        Duration period = values.duration(fields, "period", MINUTE, SECOND, LONGEST);
        if (!isPeriod(period)) {
            values.wrong(
                    fields,
                    "period",
                    "CloudWatch has no periods of that length.",
                    "It is 1, 5, 10, 20 or 30 seconds, or whole minutes.");
        }
        fields.requirePresent("requests");
        fields.requirePresent("bad");
        return new MetricSource.CloudWatch(
                metric(fields, "requests"),
                metric(fields, "bad"),
                fields.bool("zeroWhenAbsent").orElse(false),
                period,
                lag(fields, CLOUD_WATCH_LAG));
    }

    /** Source: CloudWatch API Reference, "MetricStat", Period. */
    static boolean isPeriod(Duration period) {
        long seconds = period.toSeconds();
        return period.equals(Duration.ofSeconds(seconds))
                && (List.of(1L, 5L, 10L, 20L, 30L).contains(seconds) || (seconds > 0 && seconds % 60 == 0));
    }

    private MetricSource.MetricTemplate metric(Fields fields, String name) {
        return fields.mapping(name)
                .map(inner -> {
                    MetricSource.MetricTemplate template = values.metric(inner, "Sum");
                    inner.end();
                    return template;
                })
                .orElseGet(() -> new MetricSource.MetricTemplate("", "", new TreeMap<>(), "Sum"));
    }

    private MetricSource prometheus(Fields fields) {
        String url = fields.requireText("url");
        if (!url.isEmpty()) {
            address(fields, url);
        }
        Optional<String> token = fields.text("bearerTokenVariable");
        token.filter(name -> !VARIABLE.matcher(name).matches())
                .ifPresent(name -> values.wrong(
                        fields,
                        "bearerTokenVariable",
                        "This is not the name of an environment variable.",
                        "Write the variable's name, and the token into the variable."));
        return new MetricSource.Prometheus(
                url,
                query(fields, "requests"),
                query(fields, "bad"),
                token,
                values.duration(fields, "every", MINUTE, Duration.ofSeconds(5), LONGEST),
                lag(fields, PROMETHEUS_LAG));
    }

    private PromQlTemplate query(Fields fields, String name) {
        PromQlTemplate template = new PromQlTemplate(fields.requireText(name));
        values.placeholders(fields, name, new Template(template.text()).placeholders(), List.of(Template.WINDOW));
        template.problem()
                .ifPresent(problem -> values.wrong(
                        fields, name, problem, "Write such as {group=\"${targetGroup}\"} and [${window}]."));
        return template;
    }

    private void address(Fields fields, String url) {
        URI uri = uri(url);
        boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!isHttp || uri.getHost() == null) {
            values.wrong(fields, "url", "This is not the address of a server.", "It is http://HOST or https://HOST.");
        } else if (uri.getRawUserInfo() != null) {
            values.wrong(
                    fields,
                    "url",
                    "The address holds a user's name or password.",
                    "Leave it out: settings hold no secrets.");
        }
    }

    /** One without scheme and host where it cannot be read. */
    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            return URI.create("");
        }
    }

    private MetricSource http(Fields fields) {
        Template url = values.template(fields, "url");
        if (!url.text().isEmpty()) {
            address(fields, url.text().replaceAll("\\$\\{[^}]*}", "x"));
        }
        int status = values.whole(fields, "status", 0, 100, 599);
        OptionalInt given = status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
        return new MetricSource.HttpCheck(
                url,
                given.isPresent() ? Optional.of(given.getAsInt()) : Optional.empty(),
                values.duration(fields, "every", Duration.ofSeconds(10), SECOND, LONGEST),
                values.whole(fields, "requests", 1, 1, 50),
                values.duration(
                        fields, "timeout", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(30)),
                fields.bool("allowPrivate").orElse(false));
    }

    private MetricSource command(Fields fields) {
        fields.requirePresent("run");
        List<String> run =
                fields.node("run").filter(SourceNode.Sequence.class::isInstance).isPresent()
                        ? fields.texts("run")
                        : List.of();
        if (fields.has("run") && (run.isEmpty() || run.getFirst().isBlank())) {
            values.wrong(
                    fields,
                    "run",
                    "A command is a list: the program and its arguments. No shell takes it apart.",
                    "Write such as [./count-errors, --last, 60s].");
        }
        return new MetricSource.Command(
                run,
                values.duration(fields, "every", MINUTE, SECOND, LONGEST),
                lag(fields, Duration.ZERO),
                values.duration(fields, "timeout", Duration.ofSeconds(10), SECOND, Duration.ofMinutes(1)));
    }
}
