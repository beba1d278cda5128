package dev.penstock.release;

import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.Words;
import dev.penstock.rollout.duration.Phase;
import dev.penstock.rollout.duration.PlanTimes;
import dev.penstock.rollout.duration.RolloutTime;
import dev.penstock.rollout.duration.RolloutTime.Alternative;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long a rollout of a service takes. Pure. Sources: Elastic Load Balancing User Guide, "Health checks for your target groups" (a
 * target that was just registered has to pass one check) and "Deregistration delay"; Amazon ECS Developer Guide, "Deploy Amazon ECS
 * services by replacing tasks" (a task without any check counts as healthy after 40 seconds), "Network Load Balancer resources for
 * Amazon ECS blue/green, linear and canary deployments" (ten minutes more for each move of requests).
 *
 * @param desired how many tasks the service has, at least 1
 * @param setup how it is set up
 * @param plan by which it is released; absent where the service's own configuration holds
 */
record ServiceForecast(int desired, ServiceSetup setup, Optional<ReleasePlan> plan) {

    private static final Duration NETWORK_SHIFT = Duration.ofMinutes(10);
    private static final int TWICE = 200;

    /** A rollout by ECS itself. */
    RolloutTime byDeployment(ServiceTiming timing) throws ReleaseFailure {
        DeploymentCourse course = course(plan);
        RolloutTime time = time(timing, course, plan);
        if (time.phases().isEmpty()) {
            return time;
        }
        List<Alternative> all = new ArrayList<>(times(timing).quicker(quicker -> whole(quicker, course, plan)));
        if (plan.isEmpty()) {
            all.addAll(ofCourse(course, quicker -> whole(timing, quicker, plan)));
        } else {
            all.addAll(PlanTimes.quicker(plan.get(), quicker -> replanned(timing, quicker)));
        }
        return time.with(all);
    }

    /** A rollout by task sets, which always has a plan. */
    RolloutTime bySets(ServiceTiming timing, ReleasePlan sets) {
        List<Alternative> all =
                new ArrayList<>(times(timing).quicker(quicker -> RolloutTime.sum(phases(quicker, sets))));
        all.addAll(PlanTimes.quicker(sets, quicker -> RolloutTime.sum(phases(timing, quicker))));
        return new RolloutTime(
                        "Task sets of " + tasks(desired),
                        phases(timing, sets),
                        List.of(),
                        remarks(timing, Optional.of(sets)))
                .with(all);
    }

    private List<Phase> phases(ServiceTiming timing, ReleasePlan sets) {
        List<Phase> phases = new ArrayList<>();
        for (ReleaseStep step : sets.steps()) {
            boolean starts = step instanceof ReleaseStep.Replace || step instanceof ReleaseStep.ScaleUp;
            if (starts) {
                int tasks = step instanceof ReleaseStep.ScaleUp(Share capacity)
                        ? Math.max(1, (int) Math.ceil(desired * capacity.fraction()))
                        : desired;
                phases.add(new Phase("start", 1, times(timing).start()));
                phases.add(new Phase("health", 1, times(timing).health(tasks)));
            }
        }
        phases.addAll(PlanTimes.bakes(sets));
        phases.add(new Phase("drain and stop", 1, times(timing).down()));
        return phases;
    }

    private Duration replanned(ServiceTiming timing, ReleasePlan quicker) {
        try {
            return whole(timing, course(Optional.of(quicker)), Optional.of(quicker));
        } catch (ReleaseFailure e) {
            // What ECS cannot do is no advice.
            return Duration.ofDays(365);
        }
    }

    private DeploymentCourse course(Optional<ReleasePlan> by) throws ReleaseFailure {
        DeploymentSettings settings =
                by.isPresent() ? DeploymentSettings.read(NativePlans.settings(by.get(), setup)) : setup.settings();
        return DeploymentCourse.of(settings, setup.daemon());
    }

    private Duration whole(ServiceTiming timing, DeploymentCourse course, Optional<ReleasePlan> by) {
        return time(timing, course, by).expected();
    }

    private RolloutTime time(ServiceTiming timing, DeploymentCourse course, Optional<ReleasePlan> by) {
        List<String> remarks = new ArrayList<>(remarks(timing, by));
        remarks.addAll(course.remarks());
        return course.isRolling() ? rolling(timing, course, by, remarks) : moving(timing, course, by, remarks);
    }

    private RolloutTime rolling(
            ServiceTiming timing, DeploymentCourse course, Optional<ReleasePlan> by, List<String> remarks) {
        Optional<RollingWaves> first = waves(timing, course, desired);
        if (first.isEmpty()) {
            return new RolloutTime(
                    course.strategy(),
                    List.of(),
                    List.of(),
                    List.of("It never ends: minimumHealthyPercent " + course.minimumPercent() + " and maximumPercent "
                            + course.maximumPercent() + " leave no room to replace one of " + tasks(desired) + "."));
        }
        RollingWaves walked = waves(timing, course, first.get().largest()).orElse(first.get());
        Duration up = up(timing, walked.largest());
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase("start", walked.waves(), times(timing).start()));
        phases.add(new Phase("health", walked.waves(), times(timing).health(walked.largest())));
        phases.add(new Phase("drain and stop", 1, walked.whole().minus(up.multipliedBy(walked.waves()))));
        by.ifPresent(plan -> phases.addAll(PlanTimes.bakes(plan)));
        String how = course.strategy() + ", " + tasks(desired) + " in "
                + (walked.waves() == 1 ? "one wave" : walked.waves() + " waves of at most " + walked.largest());
        return new RolloutTime(how, phases, List.of(), remarks);
    }

    private Optional<RollingWaves> waves(ServiceTiming timing, DeploymentCourse course, int atOnce) {
        return RollingWaves.of(
                desired,
                course.minimumPercent(),
                course.maximumPercent(),
                up(timing, atOnce),
                times(timing).down());
    }

    private static Duration up(ServiceTiming timing, int tasks) {
        return times(timing).up(tasks);
    }

    private RolloutTime moving(
            ServiceTiming timing, DeploymentCourse course, Optional<ReleasePlan> by, List<String> remarks) {
        List<Phase> phases = new ArrayList<>();
        phases.add(new Phase("start", 1, times(timing).start()));
        phases.add(new Phase("health", 1, times(timing).health(desired)));
        if (times(timing).isNetwork()) {
            boolean tested = setup.balancers().stream()
                    .anyMatch(balancer -> balancer.gradual()
                            .filter(gradual -> !gradual.testRule().isEmpty())
                            .isPresent());
            phases.add(new Phase("Network Load Balancer", course.shifts() + (tested ? 1 : 0), NETWORK_SHIFT));
        }
        if (course.shifts() > 1) {
            phases.add(new Phase("bake of a step", course.shifts() - 1, course.stepBake()));
        }
        phases.add(new Phase("bake", 1, course.bake()));
        by.ifPresent(plan -> phases.addAll(PlanTimes.bakes(plan)));
        phases.add(new Phase("drain and stop", 1, times(timing).down()));
        return new RolloutTime(
                course.strategy() + ", " + tasks(desired) + " beside the old", phases, List.of(), remarks);
    }

    private static List<Alternative> ofCourse(DeploymentCourse course, Function<DeploymentCourse, Duration> whole) {
        List<Alternative> all = new ArrayList<>();
        if (course.isRolling() && course.maximumPercent() < TWICE) {
            all.add(new Alternative(
                    "maximumPercent of the service",
                    Integer.toString(course.maximumPercent()),
                    Integer.toString(TWICE),
                    whole.apply(course.withMaximum(TWICE))));
        }
        if (!course.isRolling()) {
            all.add(halved(
                    "bakeTimeInMinutes of the service", course.bake(), time -> whole.apply(course.withBake(time))));
            all.add(halved(
                    course.strategy().equals("CANARY")
                            ? "canaryBakeTimeInMinutes of the service"
                            : "stepBakeTimeInMinutes of the service",
                    course.stepBake(),
                    time -> whole.apply(course.withStepBake(time))));
        }
        return all;
    }

    /** The API takes whole minutes. */
    private static Alternative halved(String name, Duration time, Function<Duration, Duration> whole) {
        Duration half = Duration.ofMinutes(time.toMinutes() / 2);
        return new Alternative(name, Words.of(time), Words.of(half), whole.apply(half));
    }

    private static TaskTimes times(ServiceTiming timing) {
        return new TaskTimes(timing);
    }

    private static List<String> remarks(ServiceTiming timing, Optional<ReleasePlan> by) {
        List<String> remarks = new ArrayList<>();
        by.ifPresent(plan -> remarks.addAll(PlanTimes.remarks(plan)));
        remarks.addAll(times(timing).remarks());
        return remarks;
    }

    private static String tasks(int count) {
        return count + (count == 1 ? " task" : " tasks");
    }
}
