package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.TaskAddress.Binding;
import dev.penstock.simulator.network.Backend;
import dev.penstock.simulator.network.Reachable;
import dev.penstock.simulator.state.Index;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkInterface;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Gives tasks their addresses, and knows who is behind one. With {@code awsvpc} a task has a network interface with an
 * IP address that no other task ever had; else it has ports of its container instance, from 32768 on where the mapping
 * names none (ECS Developer Guide, "Dynamic host port mapping").
 */
final class TaskAddresses implements Reachable {

    private static final int FIRST_DYNAMIC_PORT = 32768;

    private record Given(int addresses) {}

    private final EcsStore ecs;
    private final TaskStart start;
    private final Table<Given> given;
    private final Index<TaskRecord> byHost;

    TaskAddresses(EcsStore ecs, TaskStart start, Store store) {
        this.ecs = ecs;
        this.start = start;
        this.given = store.table("ecs.addresses", Given.class);
        this.byHost = ecs.tasks.index(t -> t.isStopped() || t.address().host().isEmpty()
                ? List.of()
                : List.of(t.account() + " " + t.address().host()));
    }

    @Override
    public Optional<Backend> at(String account, String targetId, int port) {
        for (TaskRecord task : byHost.of(account + " " + targetId)) {
            Optional<Binding> binding = task.hasContainers() ? task.address().at(port) : Optional.empty();
            if (binding.isPresent()) {
                return start.answers(
                        task, binding.get().container(), binding.get().containerPort());
            }
        }
        return Optional.empty();
    }

    /** An address for a task that is placed. */
    TaskAddress give(TaskDefinition definition, Optional<ContainerInstance> instance) {
        boolean own = TaskStart.ownNetwork(definition);
        Set<Integer> taken = new HashSet<>();
        if (!own) {
            instance.ifPresent(i -> ecs.liveByInstance
                    .of(i.containerInstanceArn())
                    .forEach(t -> t.address().bindings().forEach(b -> taken.add(b.hostPort()))));
        }
        List<Binding> bindings = new ArrayList<>();
        for (ContainerDefinition container : definition.containerDefinitions()) {
            for (PortMapping mapping : container.portMappings()) {
                if (mapping.containerPort() != null) {
                    int port = hostPort(definition, mapping, taken);
                    taken.add(port);
                    bindings.add(new Binding(
                            container.name(),
                            mapping.containerPort(),
                            port,
                            mapping.protocolAsString() == null ? "tcp" : mapping.protocolAsString()));
                }
            }
        }
        return new TaskAddress(
                own ? nextIp() : instance.map(ContainerInstance::ec2InstanceId).orElse(""), bindings);
    }

    /** A network interface that is being attached. */
    Attachment attaching(Launch launch) {
        return Attachment.builder()
                .id(ecs.ids.uuid())
                .type("ElasticNetworkInterface")
                .status("PRECREATED")
                .details(detail("subnetId", subnet(launch)))
                .build();
    }

    /** The task when its network interface is attached. */
    Task attached(TaskRecord task) {
        String ip = task.address().host();
        List<Attachment> attachments = task.task().attachments().stream()
                .map(a -> a.type().equals("ElasticNetworkInterface") ? attached(a, task.id(), ip) : a)
                .toList();
        return task.task().toBuilder().attachments(attachments).build();
    }

    /** A container with its network, once it runs. */
    Container connected(TaskRecord task, Container container) {
        if (task.address().host().isEmpty()) {
            return container;
        }
        Optional<Attachment> own = task.task().attachments().stream()
                .filter(a -> a.type().equals("ElasticNetworkInterface"))
                .findFirst();
        if (own.isPresent()) {
            return container.toBuilder()
                    .networkInterfaces(NetworkInterface.builder()
                            .attachmentId(own.get().id())
                            .privateIpv4Address(task.address().host())
                            .build())
                    .networkBindings(List.of())
                    .build();
        }
        return container.toBuilder()
                .networkBindings(task.address().bindings().stream()
                        .filter(b -> b.container().equals(container.name()))
                        .map(b -> NetworkBinding.builder()
                                .bindIP("0.0.0.0")
                                .containerPort(b.containerPort())
                                .hostPort(b.hostPort())
                                .protocol(b.protocol())
                                .build())
                        .toList())
                .build();
    }

    private static int hostPort(TaskDefinition definition, PortMapping mapping, Set<Integer> taken) {
        int fixed = Placement.fixedPort(definition, mapping);
        int port = fixed > 0 ? fixed : FIRST_DYNAMIC_PORT;
        while (fixed == 0 && taken.contains(port)) {
            port++;
        }
        return port;
    }

    /** Addresses of 10.0.0.0/8 in order, without those that AWS keeps in every subnet. */
    private String nextIp() {
        int number = given.get("ip").map(Given::addresses).orElse(0);
        given.put("ip", new Given(number + 1));
        int inSubnet = number % 250 + 4;
        int subnet = number / 250;
        return "10." + (subnet / 256 % 256) + "." + (subnet % 256) + "." + inSubnet;
    }

    private static Attachment attached(Attachment attachment, String taskId, String ip) {
        List<KeyValuePair> details = new ArrayList<>(attachment.details());
        details.add(detail("networkInterfaceId", "eni-0" + taskId.substring(0, 16)));
        details.add(detail("macAddress", mac(taskId)));
        details.add(detail("privateDnsName", "ip-" + ip.replace('.', '-') + ".ec2.internal"));
        details.add(detail("privateIPv4Address", ip));
        return attachment.toBuilder().status("ATTACHED").details(details).build();
    }

    private static String mac(String taskId) {
        StringBuilder mac = new StringBuilder("0a");
        for (int i = 0; i < 10; i += 2) {
            mac.append(':').append(taskId, i, i + 2);
        }
        return mac.toString();
    }

    private static String subnet(Launch launch) {
        return launch.network()
                .map(NetworkConfiguration::awsvpcConfiguration)
                .map(AwsVpcConfiguration::subnets)
                .filter(subnets -> !subnets.isEmpty())
                .map(List::getFirst)
                .orElse("");
    }

    private static KeyValuePair detail(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }
}
