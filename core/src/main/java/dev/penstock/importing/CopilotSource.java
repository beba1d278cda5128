package dev.penstock.importing;

import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.problem.DidYouMean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the source action of a pipeline of Copilot. */
final class CopilotSource {

    private static final Set<String> PROPERTIES =
            Set.of("branch", "repository", "connection_name", "access_token_secret", "output_artifact_format");

    private static final Pattern HOSTED = Pattern.compile(
            "(?:(?:https?://|ssh://)?(?:[^@/]+@)?[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+[/:])?([^/:\\s]+/[^/\\s]+?)(?:\\.git)?/?");

    private static final Pattern CODE_COMMIT = Pattern.compile("(?:.*/)?([A-Za-z0-9._-]+)/?");

    private final ImportOptions options;
    private final Notes notes;

    CopilotSource(ImportOptions options, Notes notes) {
        this.options = options;
        this.notes = notes;
    }

    /** The action; what is missing is told. */
    ActionDraft action(Mapping root, String pipeline) {
        Optional<Mapping> source = Nodes.mapping(root, "source");
        Optional<Mapping> properties = source.flatMap(each -> Nodes.mapping(each, "properties"));
        Optional<Scalar> provider = source.flatMap(each -> Nodes.scalar(each, "provider"));
        properties.ifPresent(this::told);
        String branch = properties.flatMap(each -> Nodes.text(each, "branch")).orElse("main");
        Optional<Scalar> repository = properties.flatMap(each -> Nodes.scalar(each, "repository"));
        Map<String, String> configuration = new LinkedHashMap<>();
        boolean codeCommit =
                provider.filter(scalar -> scalar.text().equals("CodeCommit")).isPresent();
        if (codeCommit) {
            configuration.put("RepositoryName", codeCommit(repository, pipeline));
        } else {
            provider.filter(scalar ->
                            !List.of("GitHub", "GitHubV1", "Bitbucket").contains(scalar.text()))
                    .ifPresent(scalar -> notes.loss(
                            scalar.span(),
                            "The provider '" + scalar.text() + "' is not known; a connection takes its place.",
                            "Copilot knows GitHub, Bitbucket and CodeCommit."));
            configuration.put("ConnectionArn", PipelineDraft.NO_CONNECTION);
            configuration.put("FullRepositoryId", hosted(repository, pipeline));
        }
        configuration.put("BranchName", branch);
        properties
                .flatMap(each -> Nodes.text(each, "output_artifact_format"))
                .ifPresent(format -> configuration.put("OutputArtifactFormat", format));
        return new ActionDraft(
                PipelineDraft.SOURCE,
                "Source",
                codeCommit ? "CodeCommit" : "CodeStarSourceConnection",
                configuration,
                Optional.empty(),
                Optional.of(StagesDraft.SOURCE_OUTPUT),
                1);
    }

    private void told(Mapping properties) {
        for (Entry entry : properties.entries()) {
            switch (entry.name()) {
                case "connection_name" ->
                    notes.note(
                            entry.key().span(),
                            "CodePipeline needs the ARN of this connection; Penstock takes the folder that penstock.yml names.");
                case "access_token_secret" ->
                    notes.note(entry.key().span(), "No token is needed: a connection takes its place in CodePipeline.");
                default -> {
                    if (!PROPERTIES.contains(entry.name())) {
                        notes.loss(
                                entry.key().span(),
                                "'" + entry.name() + "' is not known, and is left out.",
                                DidYouMean.hint(
                                        entry.name(),
                                        PROPERTIES.stream().sorted().toList()));
                    }
                }
            }
        }
    }

    private String hosted(Optional<Scalar> repository, String pipeline) {
        Optional<String> id = options.repository()
                .or(() -> repository
                        .map(scalar -> HOSTED.matcher(scalar.text()))
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1)));
        if (id.isEmpty()) {
            repository.ifPresent(scalar -> notes.loss(
                    scalar.span(),
                    "'" + scalar.text() + "' names no repository of an owner.",
                    "Name it by --repository OWNER/NAME."));
        }
        return id.orElse("owner/" + PipelineDraft.legalName(pipeline));
    }

    private static String codeCommit(Optional<Scalar> repository, String pipeline) {
        return repository
                .map(scalar -> CODE_COMMIT.matcher(scalar.text()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .orElse(PipelineDraft.legalName(pipeline));
    }
}
