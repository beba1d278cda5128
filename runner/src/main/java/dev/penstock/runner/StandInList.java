package dev.penstock.runner;

import dev.penstock.aws.standin.EnvironmentStandIn;
import dev.penstock.aws.standin.FunctionStandIn;
import dev.penstock.aws.standin.ServiceStandIn;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.OptionValue;
import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.dockerrun.DockerrunReader;
import dev.penstock.dockerrun.DockerrunReading;
import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SimulationSettings;
import dev.penstock.settings.SourceSetting;
import dev.penstock.statemachine.StateMachineArn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a pipeline takes for granted in a Region of its account: the repositories, clusters and services that its actions name. What is
 * named by way of a variable is not known before the run, and left out.
 *
 * @param roles names with paths of roles of IAM that CloudFormation works in
 * @param repositories names of ECR repositories
 * @param images images of the account's registry that nothing of the pipeline makes
 * @param buckets names of S3 buckets that are deployed to, and of the one for artifacts
 * @param clusters names of ECS clusters
 * @param services ECS services
 * @param environments environments of Elastic Beanstalk
 * @param functions functions of Lambda
 * @param stateMachines state machines of Step Functions, each in the Region that its ARN names
 * @param secrets secrets of Secrets Manager: the environment variable that holds the value, by key, by name
 * @param signingKey the alias of a key of KMS that signs evidence
 */
public record StandInList(
        Set<String> roles,
        Set<String> repositories,
        Set<SimulationSettings.Image> images,
        Set<String> buckets,
        Set<String> clusters,
        List<ServiceStandIn> services,
        List<EnvironmentStandIn> environments,
        List<FunctionStandIn> functions,
        Set<StateMachineArn> stateMachines,
        Map<String, Map<String, String>> secrets,
        Optional<String> signingKey) {

    private static final OptionName INSTANCE_PROFILE =
            new OptionName("aws:autoscaling:launchconfiguration", "IamInstanceProfile");

    /** As Beanstalk's console calls it. */
    private static final String USUAL_PROFILE = "aws-elasticbeanstalk-ec2-role";

    private static final String VARIABLE = "#{";

    /** What a pipeline needs, by the Region of its actions; an absent one is that of the run, and always there. */
    public static Map<Optional<String>, StandInList> of(Pipeline pipeline, RunSettings settings) {
        List<ActionDeclaration> actions = pipeline.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .toList();
        Map<Optional<String>, StandInList> lists = new LinkedHashMap<>();
        OwnStacks own = OwnStacks.of(actions, settings);
        lists.put(Optional.empty(), of(actions, settings, Optional.empty()).without(own));
        actions.stream()
                .map(ActionDeclaration::region)
                .forEach(region -> lists.computeIfAbsent(
                        region, named -> of(actions, settings, named).without(own)));
        return lists;
    }

    /** What the pipeline makes by its stacks is not taken for granted. */
    private StandInList without(OwnStacks own) {
        Set<String> ownRoles = own.names("AWS::IAM::Role");
        Set<String> ownClusters = own.names("AWS::ECS::Cluster");
        Set<String> ownServices = own.names("AWS::ECS::Service");
        Set<String> ownRepositories = own.names("AWS::ECR::Repository");
        Set<String> ownEnvironments = own.names("AWS::ElasticBeanstalk::Environment");
        Set<String> ownFunctions = own.names("AWS::Lambda::Function");
        Set<String> ownMachines = own.names("AWS::StepFunctions::StateMachine");
        return new StandInList(
                roles.stream()
                        .filter(role -> !ownRoles.contains(role.substring(role.lastIndexOf('/') + 1)))
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                others(repositories, ownRepositories),
                images.stream()
                        .filter(image -> !ownRepositories.contains(image.repository()))
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                others(buckets, own.names("AWS::S3::Bucket")),
                others(clusters, ownClusters),
                services.stream()
                        .filter(service ->
                                !ownClusters.contains(service.cluster()) && !ownServices.contains(service.service()))
                        .toList(),
                environments.stream()
                        .filter(environment -> !ownEnvironments.contains(environment.environment()))
                        .toList(),
                functions.stream()
                        .filter(function -> !ownFunctions.contains(function.name()))
                        .toList(),
                stateMachines.stream()
                        .filter(machine -> !ownMachines.contains(machine.name()))
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                secrets,
                signingKey);
    }

    private static Set<String> others(Set<String> names, Set<String> own) {
        Set<String> left = new LinkedHashSet<>(names);
        left.removeAll(own);
        return left;
    }

    private static StandInList of(List<ActionDeclaration> actions, RunSettings settings, Optional<String> region) {
        Set<String> repositories = new LinkedHashSet<>();
        Set<SimulationSettings.Image> images =
                new LinkedHashSet<>(settings.simulation().images());
        Set<String> buckets = new LinkedHashSet<>();
        Set<String> clusters = new LinkedHashSet<>();
        List<ServiceStandIn> services = new ArrayList<>();
        List<EnvironmentStandIn> environments = new ArrayList<>();
        List<FunctionStandIn> functions = new ArrayList<>();
        Set<StateMachineArn> stateMachines = new LinkedHashSet<>();
        for (ActionDeclaration action : actions) {
            if (!action.region().equals(region)) {
                continue;
            }
            switch (action.type().provider()) {
                case "ECRBuildAndPublish" -> value(action, "ECRRepositoryName").ifPresent(repositories::add);
                case "ECR" -> image(action, settings).ifPresent(images::add);
                case "S3" -> value(action, "BucketName").ifPresent(buckets::add);
                case "ECS" -> {
                    Optional<String> cluster = value(action, "ClusterName");
                    Optional<String> service = value(action, "ServiceName");
                    if (cluster.isPresent() && service.isPresent()) {
                        clusters.add(cluster.get());
                        services.add(service(
                                cluster.get(),
                                service.get(),
                                container(actions, action, settings),
                                settings.deploymentOf(action.name()).release().isPresent(),
                                settings.simulation()));
                    }
                }
                case "ElasticBeanstalk" -> environment(action, settings).ifPresent(environments::add);
                case "StepFunctions" ->
                    value(action, "StateMachineArn")
                            .flatMap(StateMachineArn::of)
                            .ifPresent(stateMachines::add);
                case "Lambda" -> function(actions, action).ifPresent(functions::add);
                default -> {
                    // Needs nothing that could be made for it.
                }
            }
        }
        images.forEach(image -> repositories.add(image.repository()));
        if (region.isEmpty()) {
            settings.artifactBucket().ifPresent(bucket -> buckets.add(bucket.name()));
        }
        return new StandInList(
                region.isEmpty() ? RehearsedRoles.names(actions, settings) : Set.of(),
                repositories,
                images,
                buckets,
                clusters,
                services,
                environments,
                functions,
                stateMachines,
                region.isEmpty() ? settings.simulation().secrets() : Map.of(),
                settings.evidenceKey().filter(key -> region.isEmpty() && key.startsWith("alias/")));
    }

    /** Where nothing stands in for a source in ECR, it is the image itself. */
    private static Optional<SimulationSettings.Image> image(ActionDeclaration action, RunSettings settings) {
        return settings.sources().containsKey(action.name())
                ? Optional.empty()
                : value(action, "RepositoryName")
                        .map(name -> new SimulationSettings.Image(
                                name, value(action, "ImageTag").orElse("latest")));
    }

    private static Optional<EnvironmentStandIn> environment(ActionDeclaration action, RunSettings settings) {
        DeploymentOptions options =
                settings.deploymentOf(action.name()).environment().deploymentOptions();
        String profile =
                options.options().get(INSTANCE_PROFILE) instanceof OptionValue.Text(String name) ? name : USUAL_PROFILE;
        return value(action, "ApplicationName")
                .flatMap(application -> value(action, "EnvironmentName")
                        .map(environment -> new EnvironmentStandIn(
                                application,
                                environment,
                                profile,
                                platform(settings),
                                options.creation().isPresent())));
    }

    /** Of an archive: for a function of an image there would have to be an image before. */
    private static Optional<FunctionStandIn> function(List<ActionDeclaration> actions, ActionDeclaration action) {
        boolean isOfImage = actions.stream()
                .filter(other -> other.type().provider().equals("ECRBuildAndPublish"))
                .flatMap(other -> other.outputArtifacts().stream())
                .anyMatch(output -> action.inputArtifacts().contains(output.name()));
        Optional<String> name = value(action, "FunctionName").filter(named -> !named.startsWith("arn:"));
        if (action.type().category() == ActionCategory.INVOKE) {
            return name.map(StandInList::invoked);
        }
        return action.type().category() == ActionCategory.DEPLOY && !isOfImage
                ? name.map(named -> new FunctionStandIn(named, value(action, "FunctionAlias")))
                : Optional.empty();
    }

    /** What is invoked may be named with an alias. */
    private static FunctionStandIn invoked(String named) {
        int colon = named.indexOf(':');
        return colon < 0
                ? new FunctionStandIn(named, Optional.empty())
                : new FunctionStandIn(named.substring(0, colon), Optional.of(named.substring(colon + 1)));
    }

    /** Version 2 of a Dockerrun in a folder that stands in for a repository asks for the platform of ECS. */
    private static EnvironmentStandIn.Platform platform(RunSettings settings) {
        boolean several = settings.sources().values().stream()
                .anyMatch(source -> source instanceof SourceSetting.Directory(Path folder)
                        && isOfSeveralContainers(folder.resolve(Dockerrun.FILE_NAME)));
        return several ? EnvironmentStandIn.Platform.ECS : EnvironmentStandIn.Platform.DOCKER;
    }

    private static boolean isOfSeveralContainers(Path file) {
        try {
            return Files.isRegularFile(file)
                    && DockerrunReader.read(SourceText.read(Dockerrun.FILE_NAME, file))
                            instanceof DockerrunReading.Accepted accepted
                    && accepted.dockerrun() instanceof Dockerrun.MultiContainer;
        } catch (IOException e) {
            // The run itself says what is wrong with its source.
            return false;
        }
    }

    private static ServiceStandIn service(
            String cluster,
            String service,
            Optional<String> container,
            boolean isReleased,
            SimulationSettings settings) {
        SimulationSettings.Service said = settings.services().getOrDefault(service, SimulationSettings.Service.UNSAID);
        return new ServiceStandIn(
                cluster,
                service,
                said.containerName().or(() -> container).orElse(service),
                said.containerPort().orElse(ServiceStandIn.DEFAULT_CONTAINER_PORT),
                said.desiredCount().orElse(ServiceStandIn.DEFAULT_DESIRED_COUNT),
                isReleased || said.requestsPerMinute().isPresent()
                        ? ServiceStandIn.Front.LOAD_BALANCER
                        : ServiceStandIn.Front.NONE,
                said.requestsPerMinute().orElse(0));
    }

    /** The container that imagedefinitions.json will name: the last part of the repository whose image is deployed. */
    private static Optional<String> container(
            List<ActionDeclaration> actions, ActionDeclaration deploy, RunSettings settings) {
        return actions.stream()
                .filter(action -> action.type().provider().equals("ECRBuildAndPublish"))
                .filter(action -> action.outputArtifacts().stream()
                        .map(OutputArtifact::name)
                        .anyMatch(deploy.inputArtifacts()::contains))
                .findFirst()
                .flatMap(action -> settings.imageOf(action.name())
                        .containerName()
                        .or(() -> value(action, "ECRRepositoryName")
                                .map(name -> name.substring(name.lastIndexOf('/') + 1))));
    }

    private static Optional<String> value(ActionDeclaration action, String key) {
        return Optional.ofNullable(action.configuration().get(key))
                .filter(value -> !value.isBlank() && !value.contains(VARIABLE));
    }
}
