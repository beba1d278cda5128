package dev.penstock.appspec;

import dev.penstock.appspec.AppSpec.CapacityProvider;
import dev.penstock.appspec.AppSpec.Hook;
import dev.penstock.appspec.AppSpec.Network;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads what is for ECS services and Lambda functions: one resource, and functions as hooks. */
final class TrafficReader {

    private static final String ECS = "AWS::ECS::Service";
    private static final String LAMBDA = "AWS::Lambda::Function";
    private static final int LARGEST_PORT = 65_535;
    private static final List<String> SWITCH = List.of("ENABLED", "DISABLED");

    private final Problems problems;
    private final FieldContext context;

    TrafficReader(Problems problems, FieldContext context) {
        this.problems = problems;
        this.context = context;
    }

    Optional<AppSpec> read(Fields root) {
        List<Resource> resources = root.list("Resources", this::resource).stream()
                .flatMap(Optional::stream)
                .toList();
        int listed = root.node("Resources")
                .map(node ->
                        node instanceof SourceNode.Sequence list ? list.items().size() : 1)
                .orElse(0);
        if (listed != 1) {
            problems.report(
                    ProblemType.APPSPEC_VALUE,
                    root.span("Resources"),
                    "/Resources",
                    "There are " + listed + " resources; a deployment of CodeDeploy is to exactly one.",
                    "Keep one resource, and make a file and a deployment for each other.");
        }
        if (resources.isEmpty()) {
            hooks(root, LifecycleEvents.ECS);
            return Optional.empty();
        }
        Resource resource = resources.getFirst();
        return Optional.of(
                resource.type().equals(ECS)
                        ? service(resource, hooks(root, LifecycleEvents.ECS))
                        : function(resource, hooks(root, LifecycleEvents.LAMBDA)));
    }

    private record Resource(String name, String type, Fields properties) {}

    /** An item of the list: a mapping whose one key is the resource's name. */
    private Optional<Resource> resource(SourceNode node, String path) {
        if (!(node instanceof SourceNode.Mapping mapping) || mapping.entries().size() != 1) {
            problems.report(
                    ProblemType.APPSPEC_FIELD_TYPE,
                    node.span(),
                    path,
                    "A resource is a mapping of one name to its Type and Properties; this is "
                            + (node instanceof SourceNode.Mapping several
                                    ? "a mapping of " + several.entries().size() + " names"
                                    : node.description())
                            + ".",
                    "Write '- TargetService:' with Type and Properties below it, each further in.");
            return Optional.empty();
        }
        SourceNode.Entry entry = mapping.entries().getFirst();
        Fields fields = Fields.of(entry.value(), Fields.child(path, entry.name()), context);
        String type = fields.requireText("Type");
        fields.requirePresent("Properties");
        Optional<Fields> properties = fields.mapping("Properties");
        fields.end();
        if (fields.has("Type") && !type.equals(ECS) && !type.equals(LAMBDA)) {
            problems.report(
                    ProblemType.APPSPEC_VALUE,
                    fields.span("Type"),
                    Fields.child(fields.path(), "Type"),
                    "CodeDeploy deploys to no resource of the type '" + type + "'.",
                    "It is " + ECS + " or " + LAMBDA + ".");
            return Optional.empty();
        }
        return properties.filter(known -> !type.isEmpty()).map(known -> new Resource(entry.name(), type, known));
    }

    private AppSpec service(Resource resource, List<Hook> hooks) {
        Fields properties = resource.properties();
        String taskDefinition = properties.requireText("TaskDefinition");
        properties.requirePresent("LoadBalancerInfo");
        Optional<Fields> balancer = properties.mapping("LoadBalancerInfo");
        String container =
                balancer.map(info -> info.requireText("ContainerName")).orElse("");
        int port = balancer.map(this::port).orElse(0);
        balancer.ifPresent(Fields::end);
        Optional<String> platformVersion = properties.text("PlatformVersion");
        Optional<Network> network = properties.mapping("NetworkConfiguration").flatMap(this::network);
        List<CapacityProvider> providers = properties.list("CapacityProviderStrategy", this::provider);
        properties.end();
        return new AppSpec.EcsService(
                resource.name(), taskDefinition, container, port, platformVersion, network, providers, hooks);
    }

    private int port(Fields info) {
        info.requirePresent("ContainerPort");
        OptionalInt port = info.integer("ContainerPort");
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > LARGEST_PORT)) {
            problems.report(
                    ProblemType.APPSPEC_VALUE,
                    info.span("ContainerPort"),
                    Fields.child(info.path(), "ContainerPort"),
                    port.getAsInt() + " is no port.",
                    "A port is 1 to " + LARGEST_PORT + ".");
        }
        return port.orElse(0);
    }

    private Optional<Network> network(Fields configuration) {
        configuration.requirePresent("AwsvpcConfiguration");
        Optional<Network> network = configuration.mapping("AwsvpcConfiguration").map(vpc -> {
            vpc.requirePresent("Subnets");
            List<String> subnets = vpc.texts("Subnets");
            List<String> groups = vpc.texts("SecurityGroups");
            Optional<String> address = vpc.text("AssignPublicIp");
            address.filter(value -> !SWITCH.contains(value))
                    .ifPresent(value -> problems.report(
                            ProblemType.APPSPEC_VALUE,
                            vpc.span("AssignPublicIp"),
                            Fields.child(vpc.path(), "AssignPublicIp"),
                            "AssignPublicIp is ENABLED or DISABLED, not '" + value + "'.",
                            DidYouMean.hint(value, SWITCH)));
            vpc.end();
            return new Network(subnets, groups, address);
        });
        configuration.end();
        return network;
    }

    private CapacityProvider provider(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, context);
        var provider = new CapacityProvider(
                fields.requireText("CapacityProvider"), fields.integer("Base"), fields.integer("Weight"));
        fields.end();
        return provider;
    }

    private static AppSpec function(Resource resource, List<Hook> hooks) {
        Fields properties = resource.properties();
        var function = new AppSpec.LambdaFunction(
                resource.name(),
                properties.requireText("Name"),
                properties.requireText("Alias"),
                properties.requireText("CurrentVersion"),
                properties.requireText("TargetVersion"),
                hooks);
        properties.end();
        return function;
    }

    private List<Hook> hooks(Fields root, List<String> events) {
        List<Hook> hooks = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        root.list("Hooks", (node, path) -> {
            if (!(node instanceof SourceNode.Mapping mapping)) {
                problems.report(
                        ProblemType.APPSPEC_FIELD_TYPE,
                        node.span(),
                        path,
                        "A hook is a mapping of a lifecycle event to a function; this is " + node.description() + ".",
                        "Write '- AfterAllowTestTraffic: name-of-the-function'.");
                return path;
            }
            Fields fields = Fields.of(mapping, path, context);
            for (SourceNode.Entry entry : mapping.entries()) {
                String function = fields.text(entry.name()).orElse("");
                if (new EventRule(problems).check(entry, fields.path(), events, seen)) {
                    hooks.add(new Hook(entry.name(), function));
                }
            }
            return path;
        });
        return hooks;
    }
}
