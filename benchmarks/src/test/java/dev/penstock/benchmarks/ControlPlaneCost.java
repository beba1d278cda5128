package dev.penstock.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.penstock.json.JsonWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a deployment by the control plane uses of what AWS bills, and what the steady tick does: counted in the simulated AWS,
 * on simulated time, as JSON. {@code ControlPlaneCost DEPLOYMENTS FILE}. What calls wait for is what they say of it. The processor's time is that of the simulated AWS as well: more than the functions' own.
 */
public final class ControlPlaneCost {

    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration TICK = Duration.ofMinutes(5);

    private ControlPlaneCost() {}

    /** See above. */
    public static void main(String[] arguments) {
        // Threads of DynamoDB Local stay, whatever happens.
        try {
            measure(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void measure(int deployments, Path file) throws Exception {
        Path folder = Files.createTempDirectory("control-plane");
        try (ControlPlaneWorld world = new ControlPlaneWorld(folder)) {
            // The first one makes the stack and loads everything.
            world.deploy(1);
            Map<String, Double> before = counters(world);
            world.held.pass(IDLE);
            Map<String, Double> tick = each(before, counters(world), (double) IDLE.dividedBy(TICK));

            long[] stored = world.stored();
            Map<String, Double> begin = counters(world);
            Duration took = Duration.ZERO;
            for (int i = 0; i < deployments; i++) {
                took = took.plus(world.deploy(2 + i));
            }
            Map<String, Double> deployment = each(begin, counters(world), deployments);
            // The steady tick went on meanwhile.
            double beside = ControlPlaneWorld.DEPLOYMENT.dividedBy(TICK);
            deployment.replaceAll((name, used) -> used - beside * tick.getOrDefault(name, 0.0));
            long[] storedThen = world.stored();
            deployment.put("tableBytes", (double) (storedThen[0] - stored[0]) / deployments);
            deployment.put("bucketBytes", (double) (storedThen[1] - stored[1]) / deployments);
            deployment.put("simulatedSeconds", (double) took.toSeconds() / deployments);
            Map<String, Map<String, Double>> used = new LinkedHashMap<>();
            used.put("deployment", deployment);
            used.put("tick", tick);
            write(file, used);
            System.out.println(world.counts());
        }
    }

    /** All counters, as they are now. */
    private static Map<String, Double> counters(ControlPlaneWorld world) {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        CountedFunctions functions = world.functions;
        Map<String, Double> now = new LinkedHashMap<>();
        now.put("runnerCalls", functions.runnerCalls.doubleValue());
        now.put("frontCalls", functions.frontCalls.doubleValue());
        now.put("scheduledCalls", functions.scheduledCalls.doubleValue());
        now.put("processorSeconds", machine.getProcessCpuTime() / 1e9);
        now.put("waitedSeconds", functions.waitedMillis.doubleValue() / 1e3);
        now.put("readUnits", world.tables.reads());
        now.put("writeUnits", world.tables.writes());
        now.put("logBytes", functions.logBytes.doubleValue());
        now.put("calls", called(world, ".*"));
        now.put("bucketWrites", called(world, "s3:(Put|List|Copy|Create|Complete|Upload).*"));
        now.put("bucketReads", called(world, "s3:(Get|Head).*"));
        now.put("secretCalls", called(world, "secretsmanager:.*"));
        return now;
    }

    private static double called(ControlPlaneWorld world, String expression) {
        return world.counts().entrySet().stream()
                .filter(call -> call.getKey().matches(expression))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static Map<String, Double> each(Map<String, Double> from, Map<String, Double> to, double several) {
        Map<String, Double> each = new LinkedHashMap<>();
        to.forEach((name, counted) -> each.put(name, (counted - from.getOrDefault(name, 0.0)) / several));
        return each;
    }

    private static void write(Path file, Map<String, Map<String, Double>> used) throws Exception {
        JsonWriter json = JsonWriter.indented().object();
        used.forEach((what, counters) -> {
            json.name(what).object();
            counters.forEach((name, counted) -> json.field(name, Math.max(0, Math.rint(counted * 1000) / 1000)));
            json.endObject();
        });
        Files.writeString(file, json.endObject() + "\n");
    }
}
