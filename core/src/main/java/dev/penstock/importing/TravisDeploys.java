package dev.penstock.importing;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.problem.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code deploy}: the options of dpl's provider {@code elasticbeanstalk}, versions 1 and 2 ({@code bucket_name} became
 * {@code bucket}; version 2, {@code edge}, does not clean up by itself).
 */
final class TravisDeploys {

    private static final String USUAL_REGION = "us-east-1";
    private static final Set<String> OPTIONS = Set.of(
            "provider",
            "access_key_id",
            "secret_access_key",
            "region",
            "app",
            "env",
            "bucket",
            "bucket_name",
            "bucket_path",
            "description",
            "label",
            "zip_file",
            "only_create_app_version",
            "wait_until_deployed",
            "wait_until_deployed_timeout",
            "debug",
            "edge",
            "skip_cleanup",
            "cleanup",
            "on",
            "true",
            "run",
            "allow_failure",
            "strict",
            "keep_history");

    private final Notes notes;
    private final TravisEnvironment environment;
    private final ImportOptions options;
    private Optional<String> repository = Optional.empty();

    TravisDeploys(Notes notes, TravisEnvironment environment, ImportOptions options) {
        this.notes = notes;
        this.environment = environment;
        this.options = options;
    }

    /** The repository that a condition names, if one does. */
    Optional<String> repository() {
        return repository;
    }

    List<TravisDeployment> read(SourceNode deploy, List<String> only) {
        List<TravisDeployment> found = new ArrayList<>();
        for (SourceNode item : Nodes.items(deploy)) {
            if (item instanceof Mapping mapping) {
                one(mapping, only).ifPresent(found::add);
            } else if (!Nodes.isFalse(item)) {
                notes.loss(
                        item.span(),
                        "This deployment is not carried over.",
                        "Write 'provider: elasticbeanstalk' and its options.");
            }
        }
        return found;
    }

    private Optional<TravisDeployment> one(Mapping deploy, List<String> only) {
        Optional<Scalar> provider = Nodes.scalar(deploy, "provider");
        String name = provider.map(Scalar::text).orElse("").replace("-", "").replace("_", "");
        if (!name.equalsIgnoreCase("elasticbeanstalk")) {
            notes.loss(
                    provider.map(Scalar::span).orElse(deploy.span()),
                    "Deployments by '" + provider.map(Scalar::text).orElse("") + "' are not carried over.",
                    "Add an action of CodePipeline that does it, if there is one.");
            return Optional.empty();
        }
        unknown(deploy);
        keys(deploy);
        others(deploy);
        List<String> branches =
                new TravisConditions(notes).read(deploy, only, found -> repository = Optional.of(found));
        return target(deploy).map(target -> new TravisDeployment(target, branches));
    }

    private Optional<Target> target(Mapping deploy) {
        if (Nodes.isTrue(deploy, "only_create_app_version")
                || Nodes.present(deploy, "env").isEmpty()) {
            notes.loss(
                    Nodes.scalar(deploy, "only_create_app_version")
                            .map(Scalar::span)
                            .orElse(deploy.span()),
                    "Travis only made a version here and deployed it nowhere; that is not carried over.",
                    "Name the environment with 'env' to deploy to it.");
            return Optional.empty();
        }
        String application = given(deploy, "app")
                .orElseGet(() -> options.repository()
                        .map(text -> text.substring(text.lastIndexOf('/') + 1))
                        .orElseGet(() -> missing(deploy, "app")));
        String environmentName = given(deploy, "env").orElse("");
        Optional<String> region = Optional.of(given(deploy, "region").orElse(USUAL_REGION));
        region.filter(text ->
                        !text.matches("[a-z]{2}(-[a-z]+)+-[0-9]|\\s*") && !text.contains("<") && !text.contains("$"))
                .ifPresent(text -> impossible(
                        deploy, "region", "'" + text + "' is not a Region.", "Regions look like us-east-1."));
        Optional<String> bucket = given(deploy, "bucket").or(() -> given(deploy, "bucket_name"));
        bucket.filter(text ->
                        !text.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]") && !text.contains("<") && !text.contains("$"))
                .ifPresent(text -> impossible(
                        deploy,
                        deploy.has("bucket") ? "bucket" : "bucket_name",
                        "'" + text + "' cannot be the name of a bucket.",
                        "It has 3 to 63 lowercase letters, digits, dots and hyphens."));
        Optional<String> file = given(deploy, "zip_file");
        boolean kept = Nodes.isTrue(deploy, "skip_cleanup")
                || Nodes.isTrue(deploy, "edge")
                || Nodes.mapping(deploy, "edge").isPresent();
        boolean fromBuild = file.isPresent() || (kept && !Nodes.isTrue(deploy, "cleanup"));
        return Optional.of(new Target(
                application,
                environmentName,
                region,
                bucket,
                given(deploy, "bucket_path"),
                file,
                fromBuild,
                label(deploy)));
    }

    /** A value with variables of the file put in; one that stays open is an error. */
    private Optional<String> given(Mapping deploy, String name) {
        Optional<Scalar> scalar = Nodes.scalar(deploy, name).map(environment::resolved);
        scalar.flatMap(Target::unusable)
                .ifPresent(sentence -> impossible(deploy, name, sentence, "Write the value of '" + name + "' itself."));
        return scalar.map(Scalar::text);
    }

    private String missing(Mapping deploy, String name) {
        notes.value(
                deploy.span(),
                "/deploy/" + name,
                "The application is not named; Travis takes the name of the repository.",
                "Write 'app', or name the repository with --repository OWNER/NAME.");
        return "";
    }

    private void impossible(Mapping deploy, String name, String message, String hint) {
        notes.value(
                Nodes.scalar(deploy, name).map(Scalar::span).orElse(deploy.span()), "/deploy/" + name, message, hint);
    }

    /** A label is what its fixed beginning says; the digest of the bundle follows here in place of commit or time. */
    private Optional<String> label(Mapping deploy) {
        Optional<Scalar> label = Nodes.scalar(deploy, "label").map(environment::resolved);
        label.ifPresent(scalar -> notes.note(
                scalar.span(),
                "Labels of versions begin like this and end in the digest of the bundle, so that none is made twice."));
        return label.map(Scalar::text)
                .map(text -> text.replaceAll("[$`].*", "")
                        .replaceAll("[^A-Za-z0-9._-]+", "-")
                        .replaceAll("[-._]+$", ""))
                .filter(text -> !text.isEmpty() && text.length() <= 80);
    }

    private void unknown(Mapping deploy) {
        for (Entry entry : deploy.entries()) {
            if (!OPTIONS.contains(entry.name())) {
                notes.loss(
                        entry.key().span(),
                        "'" + entry.name() + "' is not an option of elasticbeanstalk; it is left out.",
                        DidYouMean.hint(entry.name(), OPTIONS.stream().sorted().toList()));
            }
        }
    }

    /** Keys of AWS: never copied, in no form. */
    private void keys(Mapping deploy) {
        for (String name : List.of("access_key_id", "secret_access_key")) {
            Nodes.present(deploy, name).ifPresent(node -> {
                boolean open = node instanceof Scalar scalar && !scalar.text().startsWith("$");
                if (open) {
                    notes.secret(
                            node.span(),
                            "'" + name + "' stands here in plain text, and was not copied.",
                            "Make that key invalid: everybody who can read the file has it. Calls are made with your profile or role.");
                } else {
                    notes.note(node.span(), "'" + name + "' is not needed: calls are made with your profile or role.");
                }
            });
        }
    }

    private void others(Mapping deploy) {
        Nodes.scalar(deploy, "description")
                .ifPresent(scalar -> notes.loss(
                        scalar.span(),
                        "The description of versions is not carried over.",
                        "Versions say which execution made them."));
        Nodes.present(deploy, "run")
                .ifPresent(node -> notes.loss(
                        node.span(),
                        "What 'run' does after the deployment is not carried over.",
                        "Add a stage with a build that does it."));
        if (Nodes.isTrue(deploy, "allow_failure")) {
            notes.loss(
                    deploy.entry("allow_failure").orElseThrow().key().span(),
                    "A deployment that fails, fails the pipeline.",
                    "Put it into a stage of its own at the end.");
        }
        Nodes.scalar(deploy, "wait_until_deployed")
                .filter(Nodes::isFalse)
                .ifPresent(scalar ->
                        notes.note(scalar.span(), "The pipeline always waits until every instance runs the version."));
        Nodes.scalar(deploy, "wait_until_deployed_timeout")
                .ifPresent(scalar -> notes.note(
                        scalar.span(), "There is no limit to the whole wait; each instance has its commandTimeout."));
        Nodes.present(deploy, "keep_history")
                .ifPresent(node -> notes.note(node.span(), "'keep_history' has no meaning here."));
    }
}
