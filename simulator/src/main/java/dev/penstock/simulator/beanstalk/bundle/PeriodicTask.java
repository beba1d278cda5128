package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.wire.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A job of a worker environment's {@code cron.yaml}. Source: Developer Guide, "Elastic Beanstalk worker environments",
 * "Periodic tasks".
 *
 * @param name unique in its file
 * @param url path to which the job is posted
 * @param schedule five fields of cron, in UTC
 */
public record PeriodicTask(String name, String url, String schedule) {

    private static final String FILE = "cron.yaml";
    private static final String STEP = "ConfigureSqsd";

    /** When it is due next after an instant; empty when it never is. */
    public Optional<Instant> after(Instant now) {
        return CronSchedule.parse(schedule).flatMap(cron -> cron.after(now));
    }

    /**
     * The jobs of a bundle; none without the file.
     *
     * @throws BundleRefused on the instance, when the daemon of the worker tier would not take the file
     */
    public static List<PeriodicTask> read(SourceBundle bundle) throws BundleRefused {
        String text = bundle.text(FILE).orElse("");
        if (text.isBlank()) {
            return List.of();
        }
        JsonValue file;
        try {
            file = YamlText.read(text, YamlText.Scalars.YAML_1_1);
        } catch (YamlText.Malformed e) {
            throw refused(e.getMessage());
        }
        if (!Values.text(file, "version").filter("1"::equals).isPresent()) {
            throw refused("version 1 is expected");
        }
        List<PeriodicTask> tasks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonValue each : Values.elements(file, "cron")) {
            PeriodicTask task = new PeriodicTask(
                    Values.text(each, "name").orElse(""),
                    Values.text(each, "url").orElse(""),
                    Values.text(each, "schedule").orElse(""));
            if (task.name().isEmpty()
                    || task.url().isEmpty()
                    || CronSchedule.parse(task.schedule()).isEmpty()) {
                throw refused("each task needs a name, a url and a schedule of five fields");
            }
            if (!names.add(task.name())) {
                throw refused("the name " + task.name() + " is not unique");
            }
            tasks.add(task);
        }
        return tasks;
    }

    private static BundleRefused refused(String why) {
        return BundleRefused.onInstance(STEP, "", "failed to read " + FILE + ": " + why);
    }
}
