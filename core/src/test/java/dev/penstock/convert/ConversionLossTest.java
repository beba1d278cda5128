package dev.penstock.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.compose.ComposeOptions;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every field of a random document is either there again after the way into another form and back, or its line is told as a
 * loss. Documents have a field a line, so that the line says which field is meant.
 */
final class ConversionLossTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int DOCUMENTS = 120;

    @Test
    void ofATaskDefinitionNothingIsLostSilently() {
        for (Format way : List.of(Format.COMPOSE, Format.DOCKERRUN_V2)) {
            for (long seed = 0; seed < DOCUMENTS; seed++) {
                Lines source = Lines.taskDefinition(new Random(seed));
                Conversion.Converted there = converted(source.text("task.json"), way);
                Conversion.Converted back =
                        converted(SourceText.of(way.fileName(), there.text()), Format.TASK_DEFINITION);
                check("seed " + seed + " by " + way.word(), source, there, resolved(json(back.text())));
            }
        }
    }

    @Test
    void ofADockerrunOfVersionTwoNothingIsLostSilently() {
        for (Format way : List.of(Format.COMPOSE, Format.TASK_DEFINITION)) {
            for (long seed = 0; seed < DOCUMENTS; seed++) {
                Lines source = Lines.dockerrun(new Random(seed));
                Conversion.Converted there = converted(source.text("Dockerrun.aws.json"), way);
                Conversion.Converted back = converted(SourceText.of(way.fileName(), there.text()), Format.DOCKERRUN_V2);
                check("seed " + seed + " by " + way.word(), source, there, resolved(json(back.text())));
            }
        }
    }

    @Test
    void ofADockerrunOfVersionOneNothingIsLostSilently() {
        for (Format way : List.of(Format.COMPOSE, Format.DOCKERRUN_V2, Format.TASK_DEFINITION)) {
            for (long seed = 0; seed < DOCUMENTS; seed++) {
                Lines source = Lines.single(new Random(seed));
                Conversion.Converted there = converted(source.text("Dockerrun.aws.json"), way);
                Conversion.Converted back = converted(SourceText.of(way.fileName(), there.text()), Format.DOCKERRUN_V1);
                check("seed " + seed + " by " + way.word(), source, there, resolved(json(back.text())));
            }
        }
    }

    private static void check(String what, Lines source, Conversion.Converted there, JsonNode back) {
        TreeSet<Integer> told = new TreeSet<>();
        there.losses().stream().map(Problem::span).forEach(span -> told.add(span.line()));
        JsonNode before = resolved(json(source.text("x.json").content()));
        source.pointers().forEach((pointer, line) -> {
            boolean same = canonical(before.at(pointer)).equals(canonical(back.at(pointer)));
            assertThat(same || told.contains(line))
                    .as(
                            "%s: %s was %s and is %s%n%s%n%s",
                            what, pointer, before.at(pointer), back.at(pointer), there.text(), there.losses())
                    .isTrue();
        });
    }

    /** Volumes have names of no meaning: what is mounted is the folder, or the volume of Docker's. */
    private static JsonNode resolved(JsonNode document) {
        Map<String, JsonNode> volumes = new TreeMap<>();
        document.path("volumes").forEach(volume -> {
            JsonNode path = volume.at("/host/sourcePath");
            volumes.put(volume.path("name").asString(), path.isMissingNode() ? volume : path);
        });
        document.path("containerDefinitions")
                .forEach(container -> container.path("mountPoints").forEach(mount -> {
                    JsonNode volume = volumes.get(mount.path("sourceVolume").asString());
                    if (volume != null) {
                        ((ObjectNode) mount).set("sourceVolume", volume);
                    }
                }));
        if (document instanceof ObjectNode root && !volumes.isEmpty()) {
            root.put(
                    "volumes",
                    new TreeSet<>(volumes.values().stream()
                                    .map(JsonNode::toString)
                                    .toList())
                            .toString());
        }
        return document;
    }

    /** What says nothing, or says what is so anyway, is the same as nothing. */
    private static String canonical(JsonNode node) {
        if (node.isMissingNode()
                || (node.isContainer() && node.isEmpty())
                || node.asString("").equals("false")) {
            return "";
        }
        return switch (node) {
            case ObjectNode object -> {
                TreeMap<String, String> fields = new TreeMap<>();
                object.properties().forEach(entry -> fields.put(entry.getKey(), canonical(entry.getValue())));
                fields.values().removeIf(String::isEmpty);
                fields.remove("protocol", "\"tcp\"");
                yield fields.toString();
            }
            case ArrayNode array ->
                array.valueStream().map(ConversionLossTest::canonical).toList().toString();
            default -> node.toString();
        };
    }

    private static JsonNode json(String text) {
        return MAPPER.readTree(text);
    }

    private static Conversion.Converted converted(SourceText source, Format target) {
        Conversion conversion = new Converter(target, ComposeOptions.none(), List.of()).convert(source);
        assertThat(conversion)
                .as("%s %s%n%s", target, conversion.problems(), source.content())
                .isInstanceOf(Conversion.Converted.class);
        return (Conversion.Converted) conversion;
    }

    /** A document as lines, and the line of each field, by the field's pointer. */
    private record Lines(List<String> lines, Map<String, Integer> pointers) {

        SourceText text(String file) {
            return SourceText.of(file, String.join("\n", lines) + "\n");
        }

        static Lines taskDefinition(Random random) {
            Lines lines = new Lines(new ArrayList<>(List.of("{", "\"family\": \"f\"")), new LinkedHashMap<>());
            lines.field(random, "/", "networkMode", "\"bridge\"", "\"host\"");
            lines.field(random, "/", "cpu", "\"256\"");
            lines.field(random, "/", "memory", "\"512\"");
            lines.field(random, "/", "taskRoleArn", "\"arn:aws:iam::123456789012:role/t\"");
            lines.field(random, "/", "executionRoleArn", "\"arn:aws:iam::123456789012:role/e\"");
            lines.field(random, "/", "pidMode", "\"task\"");
            lines.field(random, "/", "ephemeralStorage", "{\"sizeInGiB\": 30}");
            lines.containers(random);
            return lines;
        }

        static Lines dockerrun(Random random) {
            Lines lines =
                    new Lines(new ArrayList<>(List.of("{", "\"AWSEBDockerrunVersion\": 2")), new LinkedHashMap<>());
            lines.field(random, "/", "executionRoleArn", "\"arn:aws:iam::123456789012:role/e\"");
            lines.field(random, "/", "authentication", "{\"bucket\": \"b\", \"key\": \"k\"}");
            lines.containers(random);
            return lines;
        }

        static Lines single(Random random) {
            Lines lines =
                    new Lines(new ArrayList<>(List.of("{", "\"AWSEBDockerrunVersion\": \"1\"")), new LinkedHashMap<>());
            lines.field(() -> 0, "/", "Image", "{\"Name\": \"a/b:1\", \"Update\": \"" + random.nextBoolean() + "\"}");
            lines.field(
                    () -> 0,
                    "/",
                    "Ports",
                    random.nextBoolean()
                            ? "[{\"ContainerPort\": \"8080\"}]"
                            : "[{\"ContainerPort\": \"8080\"}, {\"ContainerPort\": \"9090\", \"HostPort\": \"91\"}]");
            lines.field(random, "/", "Volumes", "[{\"HostDirectory\": \"/a\", \"ContainerDirectory\": \"/b\"}]");
            lines.field(random, "/", "Logging", "\"/var/log/x\"");
            lines.field(random, "/", "Entrypoint", "\"/bin/sh -c \\\"a b\\\"\"");
            lines.field(random, "/", "Command", "\"run --x=$HOME\"");
            lines.field(random, "/", "Authentication", "{\"Bucket\": \"b\", \"Key\": \"k\"}");
            lines.lines.add("}");
            return lines;
        }

        private void containers(Random random) {
            field(
                    () -> 0,
                    "/",
                    "volumes",
                    "[{\"name\": \"data\"}, {\"name\": \"host\", \"host\": {\"sourcePath\": \"/srv\"}}]",
                    "[{\"name\": \"data\"}, {\"name\": \"host\", \"host\": {\"sourcePath\": \"/srv\"}}, {\"name\": \"unused\"}]",
                    "[{\"name\": \"data\", \"dockerVolumeConfiguration\": {\"driver\": \"d\"}}, {\"name\": \"host\", \"host\": {\"sourcePath\": \"/s$x\"}}]");
            lines.add(",\"containerDefinitions\": [");
            int many = 1 + random.nextInt(3);
            for (int i = 0; i < many; i++) {
                lines.add((i == 0 ? "" : ",") + "{\"name\": \"c" + i + "\"");
                container(random, "/containerDefinitions/" + i + "/", i);
                lines.add("}");
            }
            lines.add("]");
            lines.add("}");
        }

        private void container(Random random, String at, int index) {
            field(() -> 0, at, "image", "\"a/b:1\"", "\"a@sha256:" + "0".repeat(64) + "\"");
            field(() -> 0, at, "mountPoints", mounts(random));
            field(random, at, "hostname", "\"h\"");
            // The first is essential: a task without any is none.
            field(random, at, "essential", "true", index == 0 ? "true" : "false");
            field(random, at, "cpu", "10", "512");
            field(random, at, "memory", "64", "1024");
            field(random, at, "memoryReservation", "32");
            field(
                    random,
                    at,
                    "portMappings",
                    "[{\"containerPort\": 80, \"hostPort\": 8" + index + "}]",
                    "[{\"containerPort\": 53, \"protocol\": \"udp\"}]",
                    "[{\"containerPort\": 80, \"name\": \"p\", \"appProtocol\": \"http\"}]");
            if (index > 0) {
                field(random, at, "links", "[\"c0\"]", "[\"c0:alias\"]");
                field(
                        random,
                        at,
                        "volumesFrom",
                        "[{\"sourceContainer\": \"c0\"}]",
                        "[{\"sourceContainer\": \"c0\", \"readOnly\": true}]");
                field(
                        random,
                        at,
                        "dependsOn",
                        "[{\"containerName\": \"c0\", \"condition\": \"HEALTHY\"}]",
                        "[{\"containerName\": \"c0\", \"condition\": \"COMPLETE\"}]");
            }
            field(random, at, "entryPoint", "[\"sh\", \"-c\"]");
            field(random, at, "command", "[\"a b\", \"$X\", \"\"]");
            field(random, at, "workingDirectory", "\"/w$x\"");
            field(random, at, "user", "\"1000:1000\"");
            field(random, at, "privileged", "true");
            field(random, at, "readonlyRootFilesystem", "true");
            field(
                    random,
                    at,
                    "environment",
                    "[{\"name\": \"A\", \"value\": \"1\"}, {\"name\": \"B\", \"value\": \"$A #x: 'y'\"}]");
            field(random, at, "environmentFiles", "[{\"value\": \"arn:aws:s3:::b/k.env\", \"type\": \"s3\"}]");
            field(
                    random,
                    at,
                    "secrets",
                    "[{\"name\": \"S\", \"valueFrom\": \"arn:aws:ssm:eu-west-1:123456789012:parameter/s\"}]");
            field(
                    random,
                    at,
                    "healthCheck",
                    "{\"command\": [\"CMD-SHELL\", \"curl $H\"], \"interval\": 30, \"retries\": 3}",
                    "{\"command\": [\"CMD\", \"x\"], \"timeout\": 5, \"startPeriod\": 10}");
            field(
                    random,
                    at,
                    "logConfiguration",
                    "{\"logDriver\": \"awslogs\", \"options\": {\"awslogs-group\": \"g\"}}",
                    "{\"logDriver\": \"splunk\", \"secretOptions\": [{\"name\": \"t\", \"valueFrom\": \"arn\"}]}");
            field(random, at, "dockerLabels", "{\"a\": \"b\", \"c\": \"$d\"}");
            field(random, at, "dnsServers", "[\"1.1.1.1\"]");
            field(random, at, "dnsSearchDomains", "[\"example.com\"]");
            field(random, at, "dockerSecurityOptions", "[\"no-new-privileges\"]");
            field(random, at, "interactive", "true");
            field(random, at, "pseudoTerminal", "true");
            field(random, at, "stopTimeout", "30", "120");
            field(random, at, "startTimeout", "30");
            field(random, at, "extraHosts", "[{\"hostname\": \"h\", \"ipAddress\": \"1.2.3.4\"}]");
            field(random, at, "systemControls", "[{\"namespace\": \"net.core.somaxconn\", \"value\": \"1\"}]");
            field(random, at, "ulimits", "[{\"name\": \"nofile\", \"softLimit\": 1, \"hardLimit\": 2}]");
            field(
                    random,
                    at,
                    "linuxParameters",
                    "{\"initProcessEnabled\": true}",
                    "{\"capabilities\": {\"add\": [\"A\"], \"drop\": [\"B\"]}}",
                    "{\"sharedMemorySize\": 64}",
                    "{\"swappiness\": 5, \"maxSwap\": 10}",
                    "{\"tmpfs\": [{\"containerPath\": \"/t\", \"size\": 1}]}");
            field(random, at, "repositoryCredentials", "{\"credentialsParameter\": \"arn\"}");
            field(random, at, "resourceRequirements", "[{\"type\": \"GPU\", \"value\": \"1\"}]");
            field(random, at, "disableNetworking", "true");
        }

        private static String mounts(Random random) {
            return switch (random.nextInt(3)) {
                case 0 -> "[{\"sourceVolume\": \"data\", \"containerPath\": \"/d\"}]";
                case 1 -> "[{\"sourceVolume\": \"host\", \"containerPath\": \"/h\", \"readOnly\": true}]";
                default -> "[]";
            };
        }

        private void field(Random random, String at, String name, String... values) {
            if (random.nextInt(3) == 0) {
                field(() -> random.nextInt(values.length), at, name, values);
            }
        }

        private void field(java.util.function.IntSupplier choice, String at, String name, String... values) {
            lines.add(",\"" + name + "\": " + values[choice.getAsInt()]);
            pointers.put(at + name, lines.size());
        }
    }
}
