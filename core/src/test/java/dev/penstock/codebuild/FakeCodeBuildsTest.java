package dev.penstock.codebuild;

import dev.penstock.testing.FakeCodeBuilds;
import java.time.Duration;
import java.time.Instant;

class FakeCodeBuildsTest extends CodeBuildsContract {

    private Instant now = Instant.parse("2026-01-02T12:00:00Z");
    private final FakeCodeBuilds builds = new FakeCodeBuilds(() -> now).project("app");

    @Override
    protected CodeBuilds builds() {
        return builds;
    }

    @Override
    protected String project() {
        return "app";
    }

    @Override
    protected String crowdedProject() {
        builds.project("crowded");
        builds.atMost(1);
        return "crowded";
    }

    @Override
    protected Instant now() {
        return now;
    }

    @Override
    protected void letPass(Duration time) {
        now = now.plus(time);
    }
}
