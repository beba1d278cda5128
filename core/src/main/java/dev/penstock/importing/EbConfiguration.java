package dev.penstock.importing;

import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.problem.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the EB CLI's configuration says, each thing that is not carried over told with its line. Source of the keys: the EB CLI
 * itself ({@code awsebcli}).
 */
final class EbConfiguration {

    private static final Set<String> SECTIONS = Set.of("branch-defaults", "environment-defaults", "deploy", "global");

    private static final Set<String> GLOBAL = Set.of(
            "application_name",
            "branch",
            "default_ec2_keyname",
            "default_platform",
            "default_region",
            "editor",
            "include_git_submodules",
            "instance_profile",
            "no-verify-ssl",
            "platform_name",
            "platform_version",
            "profile",
            "repository",
            "sc",
            "workspace_type");

    private static final Set<String> BRANCH =
            Set.of("environment", "group_suffix", "default_region", "default_ec2_keyname", "profile");

    /** Keys that only {@code eb create} and platforms of one's own look at. */
    private static final List<String> OF_CREATION =
            List.of("default_platform", "default_ec2_keyname", "instance_profile", "platform_name", "platform_version");

    private final Mapping root;
    private final Mapping global;
    private final Notes notes;

    EbConfiguration(Mapping root, Mapping global, Notes notes) {
        this.root = root;
        this.global = global;
        this.notes = notes;
    }

    String application() {
        return Nodes.scalar(global, "application_name")
                .map(scalar -> checked(scalar, "/global/application_name"))
                .orElseGet(() -> {
                    notes.value(
                            global.span(),
                            "/global/application_name",
                            "The application is not named.",
                            "Write 'application_name' below 'global'.");
                    return "";
                });
    }

    Optional<String> region() {
        return region(global, "/global/default_region");
    }

    Optional<String> profile() {
        return Nodes.text(global, "profile");
    }

    /** What is deployed in place of the folder, a path in the project. */
    Optional<Scalar> artifact() {
        return Nodes.mapping(root, "deploy").flatMap(deploy -> Nodes.scalar(deploy, "artifact"));
    }

    /** The place of {@code sc}, when the EB CLI bundles what is committed. */
    Optional<Scalar> sourceControl() {
        return Nodes.scalar(global, "sc").filter(scalar -> !scalar.text().isBlank());
    }

    /**
     * The branches with their environments.
     *
     * @param pattern the {@code EnvironmentName} of {@code env.yaml}
     */
    List<EbBranch> branches(Optional<String> pattern) {
        List<EbBranch> branches = new ArrayList<>();
        for (Entry entry :
                Nodes.mapping(root, "branch-defaults").map(Mapping::entries).orElse(List.of())) {
            if (entry.value() instanceof Mapping branch) {
                environment(entry, branch, pattern)
                        .ifPresent(environment -> branches.add(new EbBranch(
                                entry.name(),
                                environment,
                                region(branch, "/branch-defaults/" + entry.name() + "/default_region"))));
                ofBranch(entry, branch);
            } else {
                withoutEnvironment(entry);
            }
        }
        if (branches.isEmpty()) {
            notes.value(
                    root.span(),
                    "/branch-defaults",
                    "No branch has an environment, so that nothing says where to deploy to.",
                    "Write --to beanstalk:APPLICATION/ENVIRONMENT, or 'environment' below a branch, as 'eb use' does.");
        }
        return branches;
    }

    private Optional<String> environment(Entry entry, Mapping branch, Optional<String> pattern) {
        Optional<Scalar> written = Nodes.scalar(branch, "environment");
        if (written.isPresent()) {
            return Optional.of(checked(written.get(), "/branch-defaults/" + entry.name() + "/environment"));
        }
        Optional<Scalar> group = Nodes.scalar(branch, "group_suffix");
        if (group.isPresent() && pattern.filter(name -> name.endsWith("+")).isPresent()) {
            String name = pattern.get().replace("+", "-" + group.get().text());
            notes.note(
                    group.get().span(), "The environment is '" + name + "', of the name in env.yaml and this group.");
            return Optional.of(name);
        }
        withoutEnvironment(entry);
        return Optional.empty();
    }

    private void withoutEnvironment(Entry entry) {
        notes.loss(
                entry.key().span(),
                "The branch '" + entry.name() + "' has no environment, so nothing is deployed from it.",
                "Write 'environment' below it.");
    }

    private void ofBranch(Entry entry, Mapping branch) {
        unknown(branch, BRANCH);
        Nodes.scalar(branch, "group_suffix")
                .filter(group -> Nodes.scalar(branch, "environment").isPresent())
                .ifPresent(group -> notes.note(
                        group.span(),
                        "The group counts when several folders are deployed at once. Here '"
                                + Nodes.text(branch, "environment").orElse("") + "' is deployed to."));
        Nodes.scalar(branch, "profile")
                .filter(scalar -> !Optional.of(scalar.text()).equals(profile()))
                .ifPresent(scalar -> notes.loss(
                        scalar.span(),
                        "The profile '" + scalar.text() + "' of the branch '" + entry.name() + "' is not carried over.",
                        "Settings name one profile: keep settings of its own for this branch, or set AWS_PROFILE."));
        Nodes.scalar(branch, "default_ec2_keyname").ifPresent(this::ofCreation);
    }

    private Optional<String> region(Mapping mapping, String field) {
        Optional<Scalar> region = Nodes.scalar(mapping, "default_region");
        region.filter(scalar -> !scalar.text().matches("[a-z]{2}(-[a-z]+)+-[0-9]"))
                .ifPresent(scalar -> notes.value(
                        scalar.span(),
                        field,
                        "'" + scalar.text() + "' is not a Region.",
                        "Regions look like us-east-1."));
        return region.map(Scalar::text);
    }

    private String checked(Scalar scalar, String field) {
        Target.unusable(scalar)
                .ifPresent(sentence -> notes.value(scalar.span(), field, sentence, "Write the name itself."));
        return scalar.text();
    }

    private void unknown(Mapping mapping, Set<String> known) {
        mapping.entries().stream()
                .filter(entry -> !known.contains(entry.name()) && !entry.value().isNull())
                .forEach(entry -> notes.loss(
                        entry.key().span(),
                        "'" + entry.name() + "' is not known, and is left out.",
                        DidYouMean.hint(entry.name(), known.stream().sorted().toList())));
    }

    private void ofCreation(Scalar scalar) {
        notes.note(
                scalar.span(),
                "'" + scalar.text()
                        + "' is for environments that 'eb create' makes; the environment that is deployed to has its own.");
    }

    /** Tells what is not carried over. */
    void leftOut() {
        unknown(root, SECTIONS);
        unknown(global, GLOBAL);
        Nodes.mapping(root, "deploy").ifPresent(deploy -> unknown(deploy, Set.of("artifact")));
        OF_CREATION.forEach(name -> Nodes.scalar(global, name).ifPresent(this::ofCreation));
        Nodes.scalar(global, "editor").ifPresent(scalar -> notes.note(scalar.span(), "No editor is ever opened."));
        Nodes.scalar(global, "no-verify-ssl")
                .filter(scalar -> Nodes.isTrue(global, "no-verify-ssl"))
                .ifPresent(scalar -> notes.loss(
                        scalar.span(),
                        "Certificates are always verified.",
                        "Name the certificate of your proxy in AWS_CA_BUNDLE."));
        Nodes.scalar(global, "include_git_submodules")
                .filter(Nodes::isFalse)
                .ifPresent(scalar -> notes.loss(
                        scalar.span(),
                        "Submodules go into the bundle: the folder is taken as it is.",
                        "Name their folders in .ebignore."));
        Nodes.scalar(global, "workspace_type")
                .filter(scalar -> scalar.text().equalsIgnoreCase("Platform"))
                .ifPresent(scalar -> notes.value(
                        scalar.span(),
                        "/global/workspace_type",
                        "This folder makes a platform of Elastic Beanstalk, not an application.",
                        "Name the configuration of an application."));
        codeCommit();
    }

    private void codeCommit() {
        for (String name : List.of("repository", "branch")) {
            Nodes.scalar(global, name)
                    .ifPresent(scalar -> notes.loss(
                            scalar.span(),
                            "The " + name + " '" + scalar.text() + "' of CodeCommit is not carried over.",
                            "Name it under sources in penstock.yml."));
        }
        Nodes.mapping(root, "environment-defaults").stream()
                .flatMap(defaults -> defaults.entries().stream())
                .filter(entry -> entry.value() instanceof Mapping values
                        && values.entries().stream()
                                .anyMatch(value -> !value.value().isNull()))
                .forEach(entry -> notes.loss(
                        entry.key().span(),
                        "The CodeCommit repository and branch of '" + entry.name() + "' are not carried over.",
                        "Name them under sources in penstock.yml."));
    }
}
