package dev.penstock.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.compose.ComposeOptions;
import dev.penstock.compose.ComposeReader;
import dev.penstock.compose.ComposeReading;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNodeJson;
import dev.penstock.document.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every attribute of a random Compose file, each on a line of its own, means the same after the way into a form of ECS and back,
 * or its line is told as a loss.
 */
final class ComposeLossTest {

    private static final int DOCUMENTS = 100;

    /** What can stand in a service besides its image, and a value of each kind of it. */
    private static final List<String> ATTRIBUTES = List.of(
            "annotations: {a: b}",
            "attach: false",
            "build: {context: ./w, target: t}",
            "cap_add: [NET_ADMIN]",
            "cap_drop: [ALL]",
            "cgroup_parent: c",
            "command: [\"a b\", \"$$X\", \"\"]",
            "command: run --all",
            "configs: [{source: conf, target: /c}]",
            "container_name: other",
            "cpu_shares: 73",
            "cpus: 0.5",
            "cpuset: \"0\"",
            "depends_on: [db]",
            "depends_on: {db: {condition: service_healthy}}",
            "depends_on: {db: {condition: service_completed_successfully, restart: true}}",
            "depends_on: {db: {condition: service_started, required: false}}",
            "deploy: {replicas: 2}",
            "deploy: {resources: {limits: {memory: 64m, pids: 5}}}",
            "deploy: {resources: {reservations: {memory: 32m, cpus: \"0.5\"}}}",
            "deploy: {placement: {constraints: [a==b]}}",
            "devices: [\"/dev/a:/dev/b\"]",
            "dns: [1.1.1.1]",
            "dns_opt: [use-vc]",
            "dns_search: [example.com]",
            "domainname: d",
            "entrypoint: [sh, -c]",
            "env_file: [{path: none.env, required: false}]",
            "environment: {A: \"1\", B: \"$$A #x: 'y'\"}",
            "environment: [HOME]",
            "expose: [\"80\"]",
            "external_links: [x]",
            "extra_hosts: [\"h=1.2.3.4\"]",
            "group_add: [mail]",
            "healthcheck: {test: [CMD-SHELL, \"curl $$H\"], interval: 30s, timeout: 5s, retries: 3, start_period: 10s}",
            "healthcheck: {test: [CMD, a], interval: 1s, retries: 20}",
            "healthcheck: {test: [CMD, a], start_interval: 1s}",
            "healthcheck: {disable: true}",
            "hostname: h",
            "init: true",
            "ipc: host",
            "labels: {a: \"$$b\"}",
            "links: [db]",
            "links: [\"db:alias\"]",
            "logging: {driver: awslogs, options: {awslogs-group: g}}",
            "mac_address: 02:42:ac:11:65:43",
            "mem_limit: 64m",
            "mem_limit: 1000000",
            "mem_limit: 1k",
            "mem_reservation: 32m",
            "mem_swappiness: 5",
            "networks: [front]",
            "networks: {default: {aliases: [a]}}",
            "network_mode: host",
            "oom_kill_disable: true",
            "pid: host",
            "pids_limit: 5",
            "platform: linux/amd64",
            "ports: [\"8080:80\"]",
            "ports: [\"53/udp\"]",
            "ports: [\"127.0.0.1:8081:81\"]",
            "ports: [\"8000-8001:80\"]",
            "ports: [{target: 80, published: \"82\", name: n, app_protocol: http}]",
            "privileged: true",
            "profiles: [p]",
            "pull_policy: always",
            "read_only: true",
            "restart: always",
            "restart: \"no\"",
            "restart: on-failure:3",
            "restart: unless-stopped",
            "runtime: r",
            "secrets: [key]",
            "security_opt: [no-new-privileges]",
            "shm_size: 64m",
            "shm_size: 1000",
            "stdin_open: true",
            "stop_grace_period: 30s",
            "stop_grace_period: 1.5s",
            "stop_grace_period: 5m",
            "stop_signal: SIGUSR1",
            "storage_opt: {size: 1G}",
            "sysctls: {net.core.somaxconn: \"1\"}",
            "tmpfs: [/t]",
            "tty: true",
            "ulimits: {nofile: {soft: 1, hard: 2}}",
            "ulimits: {nproc: 5}",
            "user: \"1000:1000\"",
            "userns_mode: host",
            "volumes: [\"data:/d\"]",
            "volumes: [\"/srv:/s:ro\"]",
            "volumes: [\"./x:/x\"]",
            "volumes: [\"/srv:/s:z\"]",
            "volumes: [{type: volume, source: data, target: /d, volume: {nocopy: true}}]",
            "volumes: [{type: tmpfs, target: /t}]",
            "volumes_from: [db]",
            "volumes_from: [\"db:ro\"]",
            "working_dir: /w");

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"DOCKERRUN_V2", "TASK_DEFINITION"})
    void nothingIsLostSilently(Format way) {
        List<String> silent = new ArrayList<>();
        for (String attribute : ATTRIBUTES) {
            silent.addAll(silent(way, List.of(attribute), attribute));
        }
        for (long seed = 0; seed < DOCUMENTS; seed++) {
            Random random = new Random(seed);
            Map<String, String> chosen = new LinkedHashMap<>();
            for (int i = 0; i < 8; i++) {
                String attribute = ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()));
                chosen.put(attribute.split(":", 2)[0], attribute);
            }
            silent.addAll(silent(way, List.copyOf(chosen.values()), "seed " + seed));
        }
        assertThat(silent).isEmpty();
    }

    /** What was neither carried over nor told. */
    private static List<String> silent(Format way, List<String> attributes, String what) {
        List<String> lines = new ArrayList<>(List.of("services:", "  web:", "    image: a/b:1"));
        Map<String, Integer> lineOf = new LinkedHashMap<>();
        for (String attribute : attributes) {
            lines.add("    " + attribute);
            lineOf.put(attribute.split(":", 2)[0], lines.size());
        }
        lines.addAll(List.of("  db:", "    image: d", "    mem_limit: 32m"));
        lines.addAll(List.of("networks: {front: }", "volumes: {data: }"));
        lines.addAll(List.of("secrets: {key: {file: ./k}}", "configs: {conf: {file: ./c}}"));
        SourceText source = SourceText.of("compose.yml", String.join("\n", lines) + "\n");
        Conversion there = new Converter(way, options(), List.of()).convert(source);
        if (!(there instanceof Conversion.Converted written)) {
            // Some attributes exclude each other.
            assertThat(attributes).as("%s: %s", what, there.problems()).hasSizeGreaterThan(1);
            return List.of();
        }
        Conversion back = new Converter(Format.COMPOSE, options(), List.of())
                .convert(SourceText.of(way.fileName(), written.text()));
        assertThat(back).as("%s: %s", what, back.problems()).isInstanceOf(Conversion.Converted.class);
        TreeSet<Integer> told = new TreeSet<>();
        written.losses().forEach(loss -> told.add(loss.span().line()));
        Map<String, String> before = service(source);
        Map<String, String> after = service(SourceText.of("compose.yml", ((Conversion.Converted) back).text()));
        List<String> silent = new ArrayList<>();
        lineOf.forEach((attribute, line) -> {
            boolean same = before.getOrDefault(attribute, "").equals(after.getOrDefault(attribute, ""));
            if (!same && !told.contains(line)) {
                silent.add(
                        what + ": " + attribute + " was " + before.get(attribute) + " and is " + after.get(attribute));
            }
        });
        return silent;
    }

    private static ComposeOptions options() {
        return ComposeOptions.none()
                .withProfiles(java.util.Set.of("p"))
                .withEnvironment(
                        Map.of("COMPOSE_PROJECT_NAME", "shop", "EB_LOG_BASE_DIR", "/var/log/eb-docker/containers"));
    }

    /** The attributes of the service as they are meant. */
    private static Map<String, String> service(SourceText source) {
        ComposeReading reading = ComposeReader.read(source, options());
        assertThat(reading).as("%s", reading.problems()).isInstanceOf(ComposeReading.Accepted.class);
        SourceNode services =
                ((ComposeReading.Accepted) reading).document().get("services").orElseThrow();
        SourceNode web = ((SourceNode.Mapping) services).get("web").orElseThrow();
        Map<String, String> attributes = new LinkedHashMap<>();
        ((SourceNode.Mapping) web)
                .entries()
                .forEach(entry -> attributes.put(entry.name(), meaning(SourceNodeJson.text(entry.value()))));
        return attributes;
    }

    /** Empty lists and false say nothing; a limit of one number is one for soft and hard; links restart with what they link. */
    private static String meaning(String json) {
        return json.equals("false") || json.equals("[]") || json.equals("{}")
                ? ""
                : json.replace("\"restart\":true,", "")
                        .replaceAll("\"(?!soft|hard)([a-z]+)\":([0-9]+)(?=[,}])", "\"$1\":{\"soft\":$2,\"hard\":$2}");
    }
}
