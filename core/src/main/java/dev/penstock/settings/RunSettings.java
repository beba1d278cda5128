package dev.penstock.settings;

import dev.penstock.calendar.ReleaseCalendar;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.execution.ReleaseGraph.Member;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.schema.Schema;
import dev.penstock.source.SourceLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a run, as {@code penstock.yml} has them. Paths are complete: they were relative to the file's folder.
 *
 * @param region the Region where the definition names none
 * @param account the account, 12 digits
 * @param profile of the AWS configuration files
 * @param sources what stands in for source actions, by the action's name
 * @param artifactDirectory the folder in which artifacts are kept
 * @param artifactBucket the bucket for what CloudFormation reads by URL and what templates refer to
 * @param builds how builds run, by the action's name, or {@link #DEFAULT}
 * @param images how images are built, by the action's name, or {@link #DEFAULT}
 * @param deployments how deploy actions deploy, by the action's name, or {@link #DEFAULT}
 * @param calendar when releases may go on, where a deployment says nothing else
 * @param roles what stands in for the definition's roles, by their ARN
 * @param parameters values of template parameters
 * @param variables values of pipeline variables, in place of their defaults
 * @param pollInterval how long to leave between two looks at something that is waited for
 * @param simulation how AWS is simulated
 * @param journal where executions are recorded; absent for the project's own file
 * @param graphs what is released together, by the stage's name
 * @param evidenceKey the key of AWS KMS that signs evidence: its id or ARN, {@code alias/NAME} or the ARN of an alias
 * @param schemas of databases, by their names: which revisions work with them
 */
public record RunSettings(
        Optional<String> region,
        Optional<String> account,
        Optional<String> profile,
        Map<String, SourceSetting> sources,
        Optional<Path> artifactDirectory,
        Optional<BucketSetting> artifactBucket,
        Map<String, BuildSetting> builds,
        Map<String, ImageSetting> images,
        Map<String, DeploymentSetting> deployments,
        CalendarSettings calendar,
        Map<String, RoleSetting> roles,
        Map<String, String> parameters,
        Map<String, String> variables,
        Optional<Duration> pollInterval,
        SimulationSettings simulation,
        Optional<JournalLocation> journal,
        Map<String, GraphSetting> graphs,
        Optional<String> evidenceKey,
        Map<String, Schema> schemas) {

    /** The name under which settings stand that hold for every action. */
    public static final String DEFAULT = "default";

    /** How the settings file is called that is looked for beside a definition. */
    public static final String FILE_NAME = "penstock.yml";

    public RunSettings {
        sources = ordered(sources);
        builds = ordered(builds);
        images = ordered(images);
        deployments = ordered(deployments);
        roles = ordered(roles);
        parameters = ordered(parameters);
        variables = ordered(variables);
        graphs = ordered(graphs);
        schemas = ordered(schemas);
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** No settings: what holds when there is no file. */
    public static RunSettings none() {
        return new RunSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                CalendarSettings.none(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                SimulationSettings.none(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of());
    }

    /**
     * Where the files of a source action are.
     *
     * @param branch the branch that the action's configuration names, taken where the settings say nothing more exact; empty
     *     for actions that have none
     * @return empty when nothing stands in for the action
     */
    public Optional<SourceLocation> sourceOf(String action, String branch) {
        return Optional.ofNullable(sources.get(action)).map(setting -> setting.locate(branch));
    }

    /**
     * The same for looking ahead at what a run would do to stacks: no stack that is broken is brought back.
     *
     * @param names of actions that are planned under another name: the actions' names in the settings, by that other one
     */
    public RunSettings forPlanning(Map<String, String> names) {
        Map<String, DeploymentSetting> planned = new LinkedHashMap<>();
        planned.put(DEFAULT, DeploymentSetting.none());
        planned.putAll(deployments);
        names.forEach((name, action) -> {
            DeploymentSetting setting = deployments.get(action);
            if (setting != null) {
                planned.put(name, setting);
            }
        });
        planned.replaceAll((action, setting) -> setting.forPlanning());
        return with(planned, calendar, artifactBucket, roles);
    }

    /** The same for a run in which freezes do not count. */
    public RunSettings overridingFreezes(String reason) {
        return with(deployments, calendar.overriding(reason), artifactBucket, roles);
    }

    /** The same where a bucket is named, and with this one where none is. */
    public RunSettings orBucket(BucketSetting bucket) {
        return artifactBucket.isPresent() ? this : with(deployments, calendar, Optional.of(bucket), roles);
    }

    /** The same with other roles in the place of the definition's. */
    public RunSettings withRoles(Map<String, RoleSetting> standIns) {
        return with(deployments, calendar, artifactBucket, standIns);
    }

    private RunSettings with(
            Map<String, DeploymentSetting> planned,
            CalendarSettings others,
            Optional<BucketSetting> bucket,
            Map<String, RoleSetting> standIns) {
        return new RunSettings(
                region,
                account,
                profile,
                sources,
                artifactDirectory,
                bucket,
                builds,
                images,
                planned,
                others,
                standIns,
                parameters,
                variables,
                pollInterval,
                simulation,
                journal,
                graphs,
                evidenceKey,
                schemas);
    }

    /** How the build of an action runs: what is set for the action, and for the rest what is set for all. */
    public BuildSetting buildOf(String action) {
        BuildSetting common = builds.getOrDefault(DEFAULT, BuildSetting.none());
        return builds.getOrDefault(action, BuildSetting.none()).over(common);
    }

    /** How an action deploys: what is set for the action, and for the rest what is set for all. */
    public DeploymentSetting deploymentOf(String action) {
        DeploymentSetting common = deployments.getOrDefault(DEFAULT, DeploymentSetting.none());
        return deployments.getOrDefault(action, DeploymentSetting.none()).over(common);
    }

    /** What a stage's actions are released as together; absent if each is released by itself. */
    public Optional<ReleaseGraph> graphIn(StageDeclaration stage) {
        return Optional.ofNullable(graphs.get(stage.name()))
                .map(graph -> graph(graph).in(stage))
                .filter(graph -> !graph.members().isEmpty());
    }

    /** What an action is released together with; absent if it is released by itself. */
    public Optional<ReleaseGraph> graphOf(String action) {
        return graphs.values().stream()
                .filter(graph -> graph.after().containsKey(action))
                .findFirst()
                .map(this::graph);
    }

    private ReleaseGraph graph(GraphSetting setting) {
        List<Member> members = new ArrayList<>();
        setting.after()
                .forEach((action, after) -> members.add(
                        new Member(action, after, deploymentOf(action).verdict().isPresent())));
        return new ReleaseGraph(members, List.of(), setting.isShared());
    }

    /** When an action may release. */
    public ReleaseCalendar calendarOf(String action) {
        return deploymentOf(action).calendar().over(calendar).calendar();
    }

    /** How the image of an action is built: what is set for the action, and for the rest what is set for all. */
    public ImageSetting imageOf(String action) {
        ImageSetting common = images.getOrDefault(DEFAULT, ImageSetting.none());
        return images.getOrDefault(action, ImageSetting.none()).over(common);
    }
}
