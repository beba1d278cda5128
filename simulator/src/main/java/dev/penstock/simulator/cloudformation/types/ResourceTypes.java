package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.ec2.LaunchTemplates;
import dev.penstock.simulator.ec2.Network;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Store;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** All types of resources: what AWS publishes about them, and who makes those that are simulated. */
public final class ResourceTypes {

    /** What becomes of resources whose type is not simulated. */
    public enum Others {
        /** They fail. */
        REFUSED,
        /** They are kept with what the template says of them, and do nothing. */
        OPAQUE
    }

    private final RegistrySchemas schemas = new RegistrySchemas();
    private final Map<String, ResourceHandler> handlers = new TreeMap<>();
    private final Map<String, Model> models = Models.all();
    private final ModelledResources resources;
    private final Ids ids;
    private final Others others;

    /** @param templates the launch templates that stacks make as well */
    public ResourceTypes(Store store, Ids ids, LaunchTemplates templates, Others others) {
        this(store, ids, templates, others, false);
    }

    /** @param tables whether something stands behind the tables of DynamoDB; otherwise they are only kept */
    public ResourceTypes(Store store, Ids ids, LaunchTemplates templates, Others others, boolean tables) {
        this.resources = new ModelledResources(store);
        this.ids = ids;
        this.others = others;
        services().forEach(handler -> handlers.put(handler.type(), checked(handler.type(), handler)));
        CodeDeployGroup group = new CodeDeployGroup();
        partly(CodeDeployApplication.TYPE, new CodeDeployApplication(), CodeDeployApplication::isSimulated);
        partly(CodeDeployConfiguration.TYPE, new CodeDeployConfiguration(), CodeDeployApplication::isSimulated);
        partly(CodeDeployGroup.TYPE, group, group::isSimulated);
        partly(ScalingConfiguration.TYPE, new ScalingConfiguration(), (context, asked) -> true);
        partly(ScalingGroup.TYPE, new ScalingGroup(), (context, asked) -> true);
        partly(DynamoTable.TYPE, new DynamoLiveTable(), (context, asked) -> tables);
        partly(Ec2LaunchTemplate.TYPE, new Ec2LaunchTemplate(templates), (context, asked) -> true);
    }

    /** A type of which there are some that are only kept. */
    private void partly(String type, ResourceHandler real, KeptOrRealHandler.Simulated simulated) {
        Model model = Objects.requireNonNull(models.get(type), type);
        Supplier<ResourceHandler> kept =
                () -> new ModelledHandler(schemas.registered(type).orElseThrow(), model, resources, ids);
        handlers.put(type, checked(type, new KeptOrRealHandler(type, resources, kept, real, simulated)));
    }

    private List<ServiceHandler> services() {
        return List.of(
                new EcsCluster(),
                new EcsTaskDefinition(),
                new EcsService(),
                new EcsTaskSet(),
                new EcsCapacityProvider(),
                new EcsClusterCapacityProviders(),
                new ElbLoadBalancer(),
                new ElbTargetGroup(),
                new ElbListener(),
                new ElbListenerRule(),
                new ElbListenerCertificate(),
                new IamRole(),
                new IamUser(),
                new IamGroup(),
                new IamPolicy(),
                new IamManagedPolicy(),
                new IamInlinePolicy("AWS::IAM::RolePolicy", IamHolder.Kind.ROLE, "RoleName"),
                new IamInlinePolicy("AWS::IAM::UserPolicy", IamHolder.Kind.USER, "UserName"),
                new IamInlinePolicy("AWS::IAM::GroupPolicy", IamHolder.Kind.GROUP, "GroupName"),
                new IamInstanceProfile(),
                new IamAccessKey(),
                new IamUserToGroupAddition(),
                new IamServiceLinkedRole(),
                new LogsLogGroup(),
                new LogsLogStream(),
                new LogsFilter(LogsFilter.METRIC),
                new LogsFilter(LogsFilter.SUBSCRIPTION),
                new LogsResourcePolicy(),
                new EcrRepository(),
                new CloudWatchAlarm(CloudWatchAlarm.METRIC),
                new CloudWatchAlarm(CloudWatchAlarm.COMPOSITE),
                new CloudWatchDashboard(),
                new SsmParameter(),
                new SnsTopic(),
                new SnsSubscription(),
                new SnsTopicPolicy(),
                new SecretsSecret(),
                new SecretsResourcePolicy(),
                new SecretsTargetAttachment(resources),
                new CodeBuildProject(),
                new S3Bucket(),
                new S3BucketPolicy(),
                new SqsQueue(),
                SqsQueuePolicy.ofQueues(),
                SqsQueuePolicy.inline(),
                new LambdaFunction(),
                new LambdaVersion(),
                new LambdaAlias(),
                new LambdaPermission(),
                new LambdaUrl(),
                new LambdaLayerVersion(),
                new LambdaEventSource(),
                new LambdaEventInvokeConfig(),
                new EventsBus(),
                new EventsBusPolicy(),
                new EventsRule(),
                new SchedulerGroup(),
                new SchedulerSchedule(),
                new BeanstalkApplication(),
                new BeanstalkVersion(),
                new BeanstalkTemplate(),
                new BeanstalkEnvironment());
    }

    private ResourceHandler checked(String type, ResourceHandler handler) {
        return new CheckedHandler(schemas, type, handler);
    }

    /** Who makes resources of a type; empty when they are not simulated. */
    public Optional<ResourceHandler> handler(String type) {
        ResourceHandler known = handlers.get(type);
        if (known != null) {
            return Optional.of(known);
        }
        Model model = models.get(type);
        return model == null ? opaque(type) : modelled(type, model);
    }

    private Optional<ResourceHandler> opaque(String type) {
        if (others == Others.REFUSED || type.startsWith("AWS::CloudFormation::") || type.startsWith("Custom::")) {
            return Optional.empty();
        }
        return modelled(type, new Model() {});
    }

    private Optional<ResourceHandler> modelled(String type, Model model) {
        return schemas.registered(type)
                .map(schema -> checked(type, new ModelledHandler(schema, model, resources, ids)));
    }

    /** The resources that live here. */
    ModelledResources resources() {
        return resources;
    }

    /** The networks that stacks have made. */
    public Network.OfStacks networks() {
        return new StackNetworks(resources);
    }

    /** What AWS publishes about types, also about those that are not simulated. */
    public Schemas schemas() {
        return schemas;
    }

    /** The names of the types that are simulated. */
    public Set<String> simulated() {
        Set<String> all = new TreeSet<>(handlers.keySet());
        all.addAll(models.keySet());
        return all;
    }
}
