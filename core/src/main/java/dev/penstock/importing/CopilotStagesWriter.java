package dev.penstock.importing;

import dev.penstock.convert.YamlText;
import dev.penstock.document.SourceNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a pipeline of Copilot's stages, with its buildspecs and settings. */
final class CopilotStagesWriter {

    private final String file;
    private final ImportOptions options;
    private final StagesDraft draft;
    private final Map<String, CopilotWorkload> workloads;
    private final Notes notes;
    private final List<StackUpdate> updates = new ArrayList<>();
    private final Set<CopilotWorkload> deployed = new LinkedHashSet<>();
    private final List<ImportedFile> buildspecs = new ArrayList<>();

    CopilotStagesWriter(
            String file,
            ImportOptions options,
            StagesDraft draft,
            Map<String, CopilotWorkload> workloads,
            Notes notes) {
        this.file = file;
        this.options = options;
        this.draft = draft;
        this.workloads = workloads;
        this.notes = notes;
    }

    /**
     * The files.
     *
     * @param theirs the path of the pipeline's own buildspec, when that writes the templates; ours does without it
     * @param project what names of repositories begin with
     */
    List<ImportedFile> files(List<CopilotStage> stages, Optional<String> theirs, String project) {
        draft.add(
                PipelineDraft.BUILD,
                new ActionDraft(
                        PipelineDraft.BUILD,
                        "Build",
                        "CodeBuild",
                        Map.of("ProjectName", "build"),
                        Optional.of(StagesDraft.SOURCE_OUTPUT),
                        Optional.of(StagesDraft.BUILD_OUTPUT),
                        1),
                theirs.orElse(options.buildspec()));
        stages.forEach(stage -> stage(stage, theirs.isEmpty()));
        List<ImportedFile> files = new ArrayList<>();
        files.add(new ImportedFile("pipeline.yml", "the pipeline", draft.pipeline(file)));
        if (theirs.isEmpty()) {
            files.add(new ImportedFile(
                    "buildspec.yml", "how images are built", new StackBuildspec(project, updates).text(file)));
            deployed.forEach(this::told);
        }
        files.addAll(buildspecs);
        files.add(new ImportedFile("penstock.yml", "where source and builds are", draft.settings(file, options)));
        return files;
    }

    private void told(CopilotWorkload workload) {
        new CopilotManifest(notes).stays(workload, Set.of("name", "type", "image"));
        CopilotImporter.images(workload, notes);
    }

    private void stage(CopilotStage stage, boolean ours) {
        String name = "DeployTo-" + stage.environment();
        if (stage.approval()) {
            draft.add(name, ActionDraft.approval("ApprovePromotionTo-" + stage.environment(), draft.next(name)));
        }
        steps(stage.before(), name, stage.environment(), "Build");
        int first = draft.next(name);
        for (CopilotStage.Deployed each : stage.deployments()) {
            deployed(stage, each, name, first + each.rank(), ours);
        }
        steps(stage.after(), name, stage.environment(), "Build");
        if (!stage.tests().isEmpty()) {
            String action = "Test-" + stage.environment();
            String buildspec = "buildspec-test-" + stage.environment() + ".yml";
            draft.add(name, ActionDraft.build(action, "Test", draft.next(name)), beside(buildspec));
            buildspecs.add(
                    new ImportedFile(buildspec, "what is tested in " + stage.environment(), tests(stage.tests())));
        }
    }

    private void steps(List<CopilotStage.Step> steps, String stage, String environment, String category) {
        int first = draft.next(stage);
        for (CopilotStage.Step step : steps) {
            String action = PipelineDraft.legalName(step.name() + "-" + environment);
            draft.add(stage, ActionDraft.build(action, category, first + step.rank()), step.buildspec());
        }
    }

    private void deployed(CopilotStage stage, CopilotStage.Deployed each, String name, int order, boolean ours) {
        String action = PipelineDraft.legalName("CreateOrUpdate-" + each.name() + "-" + stage.environment());
        CopilotWorkload workload = workloads.get(each.name());
        if (!ours || workload == null) {
            draft.add(name, ActionDraft.stack(action, each.stack(), each.template(), each.parameters(), order));
        } else if (workload.type() == CopilotType.STATIC_SITE) {
            String upload = PipelineDraft.legalName("Upload-" + each.name() + "-" + stage.environment());
            String buildspec = "buildspec-" + PipelineDraft.legalName(each.name() + "-" + stage.environment()) + ".yml";
            draft.add(name, ActionDraft.build(upload, "Build", order), beside(buildspec));
            buildspecs.add(new ImportedFile(
                    buildspec,
                    "how files of '" + each.name() + "' are put into their bucket",
                    new SiteBuildspec(each.stack(), SiteBuildspec.uploads(workload.root(), notes))
                            .text(workload.file())));
        } else if (StackUpdate.of(each.stack(), workload, stage.environment()).isPresent()) {
            StackUpdate update =
                    StackUpdate.of(each.stack(), workload, stage.environment()).get();
            updates.add(update);
            deployed.add(workload);
            draft.add(name, ActionDraft.stack(action, each.stack(), update.template(), update.parameters(), order));
        } else {
            notes.note(
                    each.span(),
                    "'" + each.name()
                            + "' has no image, so that there is nothing to deploy: its stack stays as it is.");
        }
    }

    /** The path of a file beside the buildspec. */
    private String beside(String name) {
        int slash = options.buildspec().lastIndexOf('/');
        return options.buildspec().substring(0, slash + 1) + name;
    }

    private String tests(List<Scalar> commands) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", 0.2);
        ArrayNode lines = root.putObject("phases").putObject("build").putArray("commands");
        commands.forEach(command -> lines.add(command.text()));
        return "# Made of " + file + ".\n" + YamlText.of(root);
    }
}
