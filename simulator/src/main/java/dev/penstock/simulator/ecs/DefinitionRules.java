package dev.penstock.simulator.ecs;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/**
 * What a task definition must be like. Source: ECS API Reference, RegisterTaskDefinition; ECS Developer Guide, "Amazon
 * ECS task definition parameters" and "Troubleshoot Amazon ECS task definition invalid CPU or memory errors".
 */
final class DefinitionRules {

    private static final Pattern FAMILY = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final Pattern ECR = Pattern.compile("[0-9]{12}\\.dkr\\.ecr\\..*");

    /** Fargate's least and most memory in MiB by CPU units. */
    private static final Map<Integer, int[]> FARGATE = Map.of(
            256, new int[] {512, 2048},
            512, new int[] {1024, 4096},
            1024, new int[] {2048, 8192},
            2048, new int[] {4096, 16384},
            4096, new int[] {8192, 30720},
            8192, new int[] {16384, 61440},
            16384, new int[] {32768, 122880});

    private DefinitionRules() {}

    static void check(RegisterTaskDefinitionRequest request) {
        String family = request.family() == null ? "" : request.family();
        if (family.isEmpty()) {
            throw EcsErrors.client("Family name can not be blank.");
        }
        if (!FAMILY.matcher(family).matches()) {
            throw EcsErrors.client(
                    "Invalid family name: up to 255 letters, numbers, hyphens and underscores are allowed.");
        }
        if (request.containerDefinitions().isEmpty()) {
            throw EcsErrors.client("Container list cannot be empty.");
        }
        boolean fargate = request.requiresCompatibilitiesAsStrings().contains("FARGATE");
        Set<String> names = new HashSet<>();
        for (ContainerDefinition container : request.containerDefinitions()) {
            check(request, container, fargate);
            if (!names.add(container.name())) {
                throw EcsErrors.client("Container names must be unique: " + container.name());
            }
        }
        if (request.containerDefinitions().stream().noneMatch(TaskStart::essential)) {
            throw EcsErrors.client("A task definition must have at least one essential container.");
        }
        if (fargate) {
            checkFargate(request);
        }
    }

    /** Whether tasks of the definition could run on Fargate. */
    static boolean fitsFargate(RegisterTaskDefinitionRequest request) {
        return "awsvpc".equals(request.networkModeAsString()) && size(request);
    }

    private static void check(RegisterTaskDefinitionRequest request, ContainerDefinition container, boolean fargate) {
        if (container.name() == null || container.name().isEmpty()) {
            throw EcsErrors.client("Container.name should not be null or empty.");
        }
        if (!FAMILY.matcher(container.name()).matches()) {
            throw EcsErrors.client(
                    "Invalid container name: up to 255 letters, numbers, hyphens and underscores are" + " allowed.");
        }
        if (container.image() == null || container.image().isEmpty()) {
            throw EcsErrors.client("Container.image should not be null or empty.");
        }
        if (!fargate
                && request.memory() == null
                && container.memory() == null
                && container.memoryReservation() == null) {
            throw EcsErrors.client("Invalid setting for container '" + container.name()
                    + "'. At least one of 'memory' or 'memoryReservation' must be specified.");
        }
    }

    private static void checkFargate(RegisterTaskDefinitionRequest request) {
        if (!"awsvpc".equals(request.networkModeAsString())) {
            throw EcsErrors.client("Fargate only supports network mode awsvpc.");
        }
        if (request.cpu() == null) {
            throw EcsErrors.client("Fargate requires that 'cpu' be defined at the task level.");
        }
        if (request.memory() == null) {
            throw EcsErrors.client("Fargate requires that 'memory' be defined at the task level.");
        }
        if (!size(request)) {
            throw EcsErrors.client("No Fargate configuration exists for given values: " + request.cpu() + " CPU, "
                    + request.memory() + " memory. See the Amazon ECS documentation for the valid values.");
        }
        if ("host".equals(request.pidModeAsString())) {
            throw EcsErrors.client("Tasks using the Fargate launch type do not support pidMode 'host'. The supported"
                    + " value for pidMode is 'task'.");
        }
        if (request.ipcModeAsString() != null) {
            throw EcsErrors.client("Tasks using the Fargate launch type do not support ipcMode.");
        }
        boolean ecr = request.containerDefinitions().stream()
                .anyMatch(c -> ECR.matcher(c.image()).matches());
        boolean awslogs = request.containerDefinitions().stream()
                .anyMatch(c -> c.logConfiguration() != null
                        && "awslogs".equals(c.logConfiguration().logDriverAsString()));
        if (request.executionRoleArn() == null && (ecr || awslogs)) {
            throw EcsErrors.client("Fargate requires task definition to have execution role ARN to support "
                    + (ecr ? "ECR images." : "log driver awslogs."));
        }
    }

    private static boolean size(RegisterTaskDefinitionRequest request) {
        int cpu = units(request.cpu(), "vcpu");
        int memory = units(request.memory(), "gb");
        int[] range = FARGATE.getOrDefault(cpu, new int[] {1, 0});
        List<Integer> smallest = List.of(512, 1024, 2048);
        boolean whole = cpu == 256 ? smallest.contains(memory) : memory % (cpu <= 4096 ? 1024 : cpu / 2) == 0;
        return memory >= range[0] && memory <= range[1] && whole;
    }

    /** A number of units, or of thousands of them when the text ends with the larger one. */
    static int units(@Nullable String text, String thousands) {
        String plain = text == null ? "" : text.toLowerCase(Locale.ROOT).replace(" ", "");
        boolean large = plain.endsWith(thousands);
        String number = large ? plain.substring(0, plain.length() - thousands.length()) : plain;
        if (!number.matches("[0-9]{1,6}(\\.[0-9]{1,3})?")) {
            return -1;
        }
        return (int) (Double.parseDouble(number) * (large ? 1024 : 1));
    }
}
