package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.alarm.AlarmSight;
import dev.penstock.observe.ResourceId;
import dev.penstock.stack.WaveTarget.Status;
import java.util.List;

/** What alarms say against targets that were deployed to, each in its own account and Region. */
final class TargetAlarms {

    private final AlarmStates alarms;

    TargetAlarms(AlarmStates alarms) {
        this.alarms = alarms;
    }

    /** The alarms that speak against those of a wave's targets that were done, each with its target and why. */
    List<String> against(ActionContext context, StackWaves waves, StackWaves.Wave wave, List<WaveTarget> targetsOfWave)
            throws InterruptedException {
        if (wave.alarms().isEmpty()) {
            return List.of();
        }
        List<WaveTarget> done = targetsOfWave.stream()
                .filter(target -> target.status() == Status.SUCCEEDED)
                .toList();
        return SideBySide.of(done, target -> {
                    var there = new TargetContext(context, waves.target(target.name()), target, "there");
                    return against(there.scope(), wave.alarms()).stream()
                            .map(alarm -> target.name() + ": " + alarm)
                            .toList();
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /** The alarms that may come to speak against targets, as resources that AWS may tell of. */
    static List<ResourceId> resources(
            ActionContext context, StackWaves waves, StackWaves.Wave wave, List<WaveTarget> targets) {
        if (wave.alarms().isEmpty()) {
            return List.of();
        }
        return targets.stream()
                .filter(target -> wave.has(target.name()) && target.status() == Status.SUCCEEDED)
                .flatMap(target -> AlarmSight.resources(
                        new TargetContext(context, waves.target(target.name()), target, "there").scope(), wave.alarms())
                        .stream())
                .distinct()
                .toList();
    }

    /** Alarms that cannot be read are no reason to go on: what is done then is what is done about an alarm. */
    private List<String> against(AwsScope scope, List<String> names) {
        try {
            return alarms.against(scope, names);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return List.of("the alarms cannot be read (" + TargetSteps.message(e) + ")");
        }
    }
}
