package dev.penstock.importing;

import dev.penstock.convert.YamlText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Settings that are about to be written.
 *
 * @param buildImage what the build runs in; empty to run on this machine
 * @param builds whether there is a build at all, and what it needs
 * @param secrets that the build names, as {@code NAME:KEY} by variable
 */
record SettingsDraft(
        Optional<String> region,
        Optional<String> profile,
        ImportOptions options,
        Builds builds,
        Optional<String> buildImage,
        Map<String, Target> targets,
        Map<String, String> secrets) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Builds. */
    enum Builds {
        NONE,
        /** Commands that speak to no AWS. */
        ALONE,
        /** Commands that speak to AWS. */
        WITH_AWS
    }

    SettingsDraft {
        targets = new LinkedHashMap<>(targets);
        secrets = new LinkedHashMap<>(secrets);
    }

    /** Settings of a build that names no secrets. */
    SettingsDraft(
            Optional<String> region,
            Optional<String> profile,
            ImportOptions options,
            Builds builds,
            Optional<String> buildImage,
            Map<String, Target> targets) {
        this(region, profile, options, builds, buildImage, targets, Map.of());
    }

    String text(String file) {
        return text(file, SavedConfiguration.NONE);
    }

    /**
     * The text.
     *
     * @param saved options and variables of every environment, and how it is made
     */
    String text(String file, SavedConfiguration saved) {
        ObjectNode root = NODES.objectNode();
        region.ifPresent(text -> root.put("region", text));
        profile.ifPresent(text -> root.put("profile", text));
        root.putObject("sources").putObject(PipelineDraft.SOURCE).put("directory", options.source());
        if (builds != Builds.NONE) {
            build(root.putObject("builds").putObject(PipelineDraft.BUILD));
        }
        ObjectNode deployments = NODES.objectNode();
        targets.forEach((action, target) -> {
            ObjectNode environment = environment(target);
            add(saved, environment);
            if (!environment.isEmpty()) {
                deployments.putObject(action).set("environment", environment);
            }
        });
        if (!deployments.isEmpty()) {
            root.set("deployments", deployments);
        }
        if (!secrets.isEmpty()) {
            simulated(root.putObject("simulate").putObject("secrets"));
        }
        return header(file) + YamlText.of(root);
    }

    /** What stands above settings that were made of a file. */
    static String header(String file) {
        return "# Made of " + file
                + ": what the definition cannot say. No key of AWS is needed here: calls are made with the\n"
                + "# credentials that the AWS CLI would use, so a profile or a role.\n";
    }

    private void build(ObjectNode build) {
        buildImage.ifPresentOrElse(
                image -> build.put("on", "container").put("image", image), () -> build.put("on", "host"));
        if (!options.buildspec().equals("buildspec.yml")) {
            build.put("buildspec", options.buildspec());
        }
        if (builds == Builds.WITH_AWS) {
            build.put("awsEnvironment", true);
        }
    }

    /** Where a simulated run takes the values from: variables of the same names. */
    private void simulated(ObjectNode named) {
        secrets.forEach((variable, reference) -> {
            int colon = reference.indexOf(':');
            named.withObjectProperty(reference.substring(0, colon)).put(reference.substring(colon + 1), variable);
        });
    }

    private static void add(SavedConfiguration configuration, ObjectNode environment) {
        configuration.environment().ifPresent(made -> {
            ObjectNode create = environment.putObject("create").put("platform", made.platform());
            if (made.worker()) {
                create.put("tier", "Worker");
            }
            made.cname().ifPresent(cname -> create.put("cname", cname));
            if (!made.tags().isEmpty()) {
                made.tags().forEach(create.putObject("tags")::put);
            }
        });
        if (!configuration.variables().isEmpty()) {
            configuration.variables().forEach(environment.putObject("variables")::put);
        }
        if (!configuration.options().isEmpty()) {
            ObjectNode options = environment.putObject("options");
            configuration
                    .options()
                    .forEach((namespace, named) -> named.forEach(options.withObjectProperty(namespace)::put));
        }
    }

    private static ObjectNode environment(Target target) {
        ObjectNode environment = NODES.objectNode();
        target.bundle().ifPresent(bundle -> environment.put("bundle", bundle));
        target.bucket().ifPresent(name -> {
            ObjectNode bucket = environment.putObject("bucket").put("name", name);
            target.prefix().ifPresent(prefix -> bucket.put("prefix", prefix));
        });
        target.labelPrefix().ifPresent(prefix -> environment.put("labelPrefix", prefix));
        return environment;
    }
}
