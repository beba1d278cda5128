package dev.penstock.testing;

import dev.penstock.release.DeploymentPause;
import dev.penstock.release.DeploymentPause.HookAction;
import dev.penstock.release.DeploymentSettings;
import dev.penstock.release.RevisionTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a deployment of {@link FakeContainerServices} moves traffic: one lifecycle stage further with each look at it. */
final class FakeShift {

    private record Entry(String stage, int production) {}

    private final List<Entry> way = new ArrayList<>();
    private final DeploymentSettings settings;
    private final String source;
    private final String target;
    private int at;
    private int production;
    private Optional<DeploymentPause> pause = Optional.empty();

    FakeShift(DeploymentSettings settings, String source, String target) {
        this.settings = settings;
        this.source = source;
        this.target = target;
        for (String stage :
                List.of("PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT")) {
            way.add(new Entry(stage, 0));
        }
        int before = 0;
        for (int share : shares(settings)) {
            way.add(new Entry("PRE_PRODUCTION_TRAFFIC_SHIFT", before));
            way.add(new Entry("PRODUCTION_TRAFFIC_SHIFT", share));
            before = share;
        }
        for (String stage : List.of("POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME", "CLEAN_UP")) {
            way.add(new Entry(stage, RevisionTraffic.ALL));
        }
    }

    private static List<Integer> shares(DeploymentSettings settings) {
        JsonNode all = JsonMapper.shared().readTree(settings.json());
        List<Integer> shares = new ArrayList<>();
        int canary =
                (int) Math.round(all.at("/canaryConfiguration/canaryPercent").asDouble(0) * 10);
        int step = (int) Math.round(all.at("/linearConfiguration/stepPercent").asDouble(0) * 10);
        if (canary > 0) {
            shares.add(canary);
        }
        for (int share = step; step > 0 && share < RevisionTraffic.ALL; share += step) {
            shares.add(share);
        }
        shares.add(RevisionTraffic.ALL);
        return shares;
    }

    boolean scalesUp() {
        return way.get(at).stage().equals("SCALE_UP");
    }

    boolean isOver() {
        return at == way.size() - 1;
    }

    /** The next stage, unless it waits for somebody. */
    void moveOn(String deployment) {
        if (pause.isPresent() || isOver()) {
            return;
        }
        at++;
        production = way.get(at).production();
        String stage = way.get(at).stage();
        if (settings.hooks().stream()
                .anyMatch(hook -> hook.pauses() && hook.stages().contains(stage))) {
            String hook = "ecs-pause-" + deployment.substring(deployment.lastIndexOf('/') + 1) + "-" + at;
            pause = Optional.of(new DeploymentPause(stage, hook, Optional.empty(), Optional.of(HookAction.ROLLBACK)));
        }
    }

    Optional<DeploymentPause> pause() {
        return pause;
    }

    void answer() {
        pause = Optional.empty();
    }

    void goBack() {
        pause = Optional.empty();
        production = 0;
    }

    RevisionTraffic traffic() {
        return new RevisionTraffic(
                way.get(at).stage(), production, at >= 3 ? RevisionTraffic.ALL : 0, List.of(target), List.of(source));
    }
}
