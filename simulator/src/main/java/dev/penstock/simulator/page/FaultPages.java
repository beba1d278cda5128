package dev.penstock.simulator.page;

import dev.penstock.simulator.service.FaultRule;
import dev.penstock.simulator.service.FaultRules;
import dev.penstock.simulator.service.FaultRulesException;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.time.SimulatedTime;
import tools.jackson.core.JsonGenerator;

/** Faults: ordered, listed, ended. */
final class FaultPages {

    private final Faults faults;
    private final SimulatedTime time;

    FaultPages(Faults faults, SimulatedTime time) {
        this.faults = faults;
        this.time = time;
    }

    /** Does what a {@code POST} under {@code faults} asks. */
    void change(String what, byte[] body) {
        switch (what) {
            case "faults" -> order(body);
            case "faults/clear" -> faults.clear();
            default -> throw ControlPages.unknown(what);
        }
    }

    private void order(byte[] body) {
        try {
            faults.order(FaultRules.read(body, faults.seed()), time.now());
        } catch (FaultRulesException e) {
            throw Body.wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Writes the rules in force and what struck, as members of the object that the generator stands in. */
    void write(JsonGenerator out) {
        out.writeName("faults");
        out.writeStartArray();
        for (Faults.Ordered ordered : faults.ordered()) {
            FaultRule rule = ordered.rule();
            out.writeStartObject();
            out.writeNumberProperty("number", ordered.number());
            out.writeStringProperty("fault", rule.word());
            out.writeStringProperty("service", rule.service());
            out.writeStringProperty("operation", rule.operation());
            out.writeStringProperty("resource", rule.resource());
            out.writeNumberProperty("probability", rule.probability());
            out.writeNumberProperty("struck", ordered.struck());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeName("strikes");
        out.writeStartArray();
        for (Faults.Strike strike : faults.strikes()) {
            out.writeStartObject();
            out.writeNumberProperty("number", strike.number());
            out.writeStringProperty("at", strike.at().toString());
            out.writeStringProperty("account", strike.account());
            out.writeStringProperty("region", strike.region());
            out.writeStringProperty("service", strike.service());
            out.writeStringProperty("operation", strike.operation());
            out.writeStringProperty("fault", strike.fault().toString());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
