package dev.penstock.runner.view;

import dev.penstock.beanstalk.EnvironmentPlan;
import dev.penstock.beanstalk.EnvironmentPlan.Version;
import dev.penstock.beanstalk.EnvironmentPlan.Way;
import dev.penstock.beanstalk.OptionChange;
import dev.penstock.beanstalk.OptionEffect;
import dev.penstock.beanstalk.Rollout;
import dev.penstock.execution.ActionFailure;
import dev.penstock.json.JsonWriter;
import dev.penstock.plan.PlanPipeline;
import dev.penstock.plan.PlannedEnvironment;
import dev.penstock.plan.PlannedEnvironment.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What would be done to an environment. Values that may be secret are not in what it is given. */
final class EnvironmentPlanOutput {

    private EnvironmentPlanOutput() {}

    /** Whether anything would be done. */
    static boolean isChanged(PlannedEnvironment environment) {
        return environment.finding() instanceof Finding.Found(EnvironmentPlan plan)
                && !(plan.way() instanceof Way.Nothing);
    }

    static List<String> lines(PlannedEnvironment environment) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(environment.plan()) + ": " + sentence(environment));
        switch (environment.finding()) {
            case Finding.Found(EnvironmentPlan plan) -> {
                lines.addAll(indented(version(environment, plan)));
                plan.options().forEach(option -> lines.add("  " + option(option)));
                lines.addAll(indented(plan.remarks()));
                lines.addAll(indented(rollout(plan)));
            }
            case Finding.Failed(ActionFailure failure) -> lines.addAll(indented(failure.details()));
            case Finding.NotTried ignored -> {}
        }
        return lines;
    }

    private static List<String> indented(List<String> lines) {
        return lines.stream().map(line -> "  " + line).toList();
    }

    private static String heading(PlanPipeline.EnvironmentTarget target) {
        return target.stage() + "/" + target.action() + ", environment " + target.environment() + " of application "
                + target.application()
                + target.region().map(region -> " in " + region).orElse("");
    }

    private static String sentence(PlannedEnvironment environment) {
        return switch (environment.finding()) {
            case Finding.Found(EnvironmentPlan plan) -> sentence(plan);
            case Finding.Failed(ActionFailure failure) -> "a run would fail: " + failure.message();
            case Finding.NotTried ignored ->
                environment.plan().how() instanceof PlanPipeline.How.Unknown(String reason)
                        ? "not known before it runs. " + reason
                        : "not known: it was not looked at.";
        };
    }

    private static String sentence(EnvironmentPlan plan) {
        String version = label(plan.version());
        return switch (plan.way()) {
            case Way.Nothing ignored -> "nothing to do, it has " + version + " already.";
            case Way.Update ignored -> update(plan) + ".";
            case Way.Creation(String platform) -> "is made with " + version + ", on " + platform + ".";
            case Way.BlueGreen(String live, boolean isMade, boolean isWeighted, Duration keep) ->
                version + " comes to " + plan.environment() + (isMade ? ", which is made like " : ", beside ") + live
                        + (isWeighted ? "; then requests are moved there, and " : "; then they change host names, and ")
                        + live + " is kept for " + DurationText.of(keep) + ".";
        };
    }

    private static String update(EnvironmentPlan plan) {
        String before = plan.version().before();
        List<String> changes = new ArrayList<>();
        if (!(plan.version() instanceof Version.Known known && known.label().equals(before))) {
            changes.add((before.isEmpty() ? "" : before + " → ") + label(plan.version()));
        }
        if (!plan.options().isEmpty()) {
            changes.add(plan.options().size() + (plan.options().size() == 1 ? " option changes" : " options change"));
        }
        return changes.isEmpty() ? label(plan.version()) + " once more" : String.join(", ", changes);
    }

    private static String label(Version version) {
        return switch (version) {
            case Version.Known known -> "version " + known.label();
            case Version.MadeByTheRun ignored -> "the version that the run makes";
        };
    }

    private static List<String> version(PlannedEnvironment environment, EnvironmentPlan plan) {
        return switch (plan.version()) {
            case Version.MadeByTheRun ignored ->
                environment.plan().how() instanceof PlanPipeline.How.ByLooking looking
                        ? looking.withoutArtifact().stream().toList()
                        : List.of();
            case Version.Known known -> {
                List<String> lines = new ArrayList<>();
                new TreeMap<>(known.images())
                        .forEach((container, image) ->
                                lines.add("Image" + (container.isEmpty() ? "" : " of " + container) + ": " + image));
                if (!(plan.way() instanceof Way.Nothing)) {
                    lines.add(
                            known.exists()
                                    ? "The application has this version already: nothing is uploaded."
                                    : "The bundle is uploaded, and the version is made.");
                }
                yield lines;
            }
        };
    }

    private static String option(OptionChange option) {
        String values = option.values()
                .map(each ->
                        (each.before().isEmpty() ? "(none)" : "'" + each.before() + "'") + " → '" + each.after() + "'")
                .orElse(option.isNew() ? "is set, not shown" : "changes, not shown");
        String effect = option.effect() == OptionEffect.UNKNOWN
                ? ""
                : "  (" + option.effect().words() + ")";
        return option.name() + ": " + values + effect;
    }

    private static List<String> rollout(EnvironmentPlan plan) {
        if (plan.rollout().isEmpty()) {
            return List.of();
        }
        Rollout rollout = plan.rollout().get();
        String phases = rollout.phases().stream()
                .map(phase -> (phase.times() == 1 ? "" : phase.times() + " × ") + phase.words() + " "
                        + DurationText.of(phase.each()))
                .collect(Collectors.joining(", "));
        String how = rollout.how();
        List<String> lines = new ArrayList<>();
        lines.add(how.substring(0, 1).toUpperCase(Locale.ROOT) + how.substring(1) + ".");
        lines.add("Takes about " + DurationText.of(rollout.expected()) + " (" + phases + "). Commands may take "
                + DurationText.of(rollout.patience()) + " on an instance." + recent(plan.recent()));
        rollout.costly().forEach(setting -> lines.add(setting.sentence()));
        return lines;
    }

    private static String recent(List<Duration> recent) {
        if (recent.isEmpty()) {
            return "";
        }
        String shortest =
                DurationText.of(recent.stream().min(Comparator.naturalOrder()).orElseThrow());
        String longest =
                DurationText.of(recent.stream().max(Comparator.naturalOrder()).orElseThrow());
        return recent.size() == 1
                ? " The last change took " + shortest + "."
                : " The last " + recent.size() + " changes took " + shortest + " to " + longest + ".";
    }

    static String markdown(PlannedEnvironment environment) {
        if (!(environment.finding() instanceof Finding.Found(EnvironmentPlan plan))
                || plan.way() instanceof Way.Nothing) {
            return "- " + heading(environment.plan()) + ": " + escaped(sentence(environment)) + "\n";
        }
        StringBuilder text = new StringBuilder("### Environment `")
                .append(plan.environment())
                .append("` of application `")
                .append(plan.application())
                .append("`\n\n")
                .append(escaped(sentence(environment)))
                .append('\n');
        if (!plan.options().isEmpty()) {
            text.append("\n| Option | Before | After | What comes of it |\n|---|---|---|---|\n");
            plan.options().forEach(option -> text.append(row(option)));
        }
        List<String> lines = new ArrayList<>(version(environment, plan));
        lines.addAll(plan.remarks());
        lines.addAll(rollout(plan));
        text.append('\n');
        lines.forEach(line -> text.append("- ").append(escaped(line)).append('\n'));
        return text.toString();
    }

    private static String row(OptionChange option) {
        String before = option.values().map(OptionChange.Values::before).orElse("");
        return "| `" + code(option.name().toString()) + "` | "
                + option.values()
                        .map(values -> (before.isEmpty() ? "" : "`" + code(before) + "`") + " | `"
                                + code(values.after()) + "`")
                        .orElse((option.isNew() ? "" : "*not shown*") + " | *not shown*")
                + " | " + option.effect().words() + " |\n";
    }

    /** Text between backticks in a table cell. */
    private static String code(String text) {
        return text.replace('`', '\'').replace("|", "\\|").replace("\n", " ");
    }

    /** Text that is not to be taken for Markdown or HTML. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("*", "\\*")
                .replace("_", "\\_");
    }

    static String json(PlannedEnvironment environment) {
        PlanPipeline.EnvironmentTarget target = environment.plan();
        JsonWriter json = JsonWriter.compact()
                .object()
                .field("kind", "plannedEnvironment")
                .field("stage", target.stage())
                .field("action", target.action())
                .field("region", target.region())
                .field("application", target.application());
        switch (environment.finding()) {
            case Finding.Found(EnvironmentPlan plan) -> {
                json.field("environment", plan.environment())
                        .field("finding", word(plan.way()))
                        .field("summary", sentence(environment));
                found(plan, json);
            }
            case Finding.Failed(ActionFailure failure) ->
                json.field("environment", target.environment())
                        .field("finding", "failed")
                        .field("summary", sentence(environment))
                        .field("code", failure.code());
            case Finding.NotTried ignored ->
                json.field("environment", target.environment())
                        .field("finding", "notTried")
                        .field("summary", sentence(environment));
        }
        return json.endObject() + "\n";
    }

    private static String word(Way way) {
        return switch (way) {
            case Way.Nothing ignored -> "nothing";
            case Way.Update ignored -> "update";
            case Way.Creation ignored -> "creation";
            case Way.BlueGreen ignored -> "blueGreen";
        };
    }

    private static void found(EnvironmentPlan plan, JsonWriter json) {
        String before = plan.version().before();
        json.field("previousVersionLabel", before.isEmpty() ? Optional.<String>empty() : Optional.of(before));
        if (plan.version() instanceof Version.Known known) {
            json.field("versionLabel", known.label());
            json.name("versionExists").value(known.exists());
            json.name("images").object();
            for (Map.Entry<String, String> image : new TreeMap<>(known.images()).entrySet()) {
                json.field(image.getKey(), image.getValue());
            }
            json.endObject();
        }
        json.name("options").array();
        plan.options().forEach(option -> option(option, json));
        json.endArray();
        plan.rollout().ifPresent(rollout -> rollout(rollout, json));
        json.name("recentSeconds").array();
        plan.recent().forEach(duration -> json.value(duration.toSeconds()));
        json.endArray();
        json.name("remarks").array();
        plan.remarks().forEach(json::value);
        json.endArray();
    }

    private static void option(OptionChange option, JsonWriter json) {
        String resource = option.name().resource();
        json.object()
                .field("namespace", option.name().namespace())
                .field("name", option.name().name())
                .field("resource", resource.isEmpty() ? Optional.<String>empty() : Optional.of(resource));
        if (!option.isNew()) {
            json.field("before", option.values().map(OptionChange.Values::before));
        }
        json.field("after", option.values().map(OptionChange.Values::after));
        json.name("hidden").value(option.values().isEmpty());
        json.field("effect", option.effect().name().toLowerCase(Locale.ROOT)).endObject();
    }

    private static void rollout(Rollout rollout, JsonWriter json) {
        json.field("rollout", rollout.how());
        json.name("phases").array();
        rollout.phases()
                .forEach(phase -> json.object()
                        .field("name", phase.words())
                        .field("times", phase.times())
                        .field("seconds", phase.each().toSeconds())
                        .endObject());
        json.endArray();
        RolloutPlanOutput.settings(rollout.costly(), json);
        json.field("seconds", rollout.expected().toSeconds())
                .field("commandTimeoutSeconds", rollout.patience().toSeconds());
    }
}
