package dev.penstock.metric;

import dev.penstock.action.RemoteCallException;
import dev.penstock.metric.Template.UnknownLabelException;
import dev.penstock.verdict.Gate;
import dev.penstock.verdict.GateReading;

/** Reads gates that are not metrics. */
final class GateReadings {

    private final CanaryFacts facts;

    GateReadings(CanaryFacts facts) {
        this.facts = facts;
    }

    void read(Gate gate, Gathering gathering) {
        try {
            gathering.gate(reading(gate, gathering));
        } catch (UnknownLabelException e) {
            gathering.gate(new GateReading.Missing(gate.name(), e.reason()));
        } catch (RemoteCallException e) {
            gathering.unknown(gate.name(), e);
        }
    }

    private GateReading reading(Gate gate, Gathering gathering) throws UnknownLabelException {
        Arm canary = gathering.arms().canary();
        return switch (gate) {
            case Gate.CrashLoop crash ->
                new GateReading.Restarts(
                        gate.name(),
                        facts.restarts(
                                gathering.place().canary(),
                                Template.label(canary, Arm.CLUSTER),
                                Template.label(canary, Arm.SERVICE),
                                Template.label(canary, Arm.TASK_DEFINITION),
                                gathering.now().minus(crash.within())));
            case Gate.Health ignored -> {
                CanaryFacts.Targets targets =
                        facts.targets(gathering.place().canary(), Template.label(canary, Arm.TARGET_GROUP));
                yield targets.wanted() == 0
                        ? new GateReading.Missing(gate.name(), "The canary's target group has no targets.")
                        : new GateReading.Targets(gate.name(), targets.healthy(), targets.wanted());
            }
            case Gate.Alarms alarms -> {
                CanaryFacts.Alarms states = facts.alarms(gathering.place().canary(), alarms.alarms());
                yield new GateReading.AlarmStates(gate.name(), states.inAlarm(), states.withoutData());
            }
            case Gate.Saturation ignored ->
                throw new IllegalStateException("the gate '" + gate.name() + "' is read as a metric");
        };
    }
}
