package dev.penstock.simulator.page;

import dev.penstock.simulator.service.FaultRule;
import dev.penstock.simulator.service.FaultRules;
import dev.penstock.simulator.service.FaultRulesException;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.Incident;
import dev.penstock.simulator.service.Occasion;
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
            switch (rule) {
                case FaultRule.OfCalls calls -> {
                    out.writeStringProperty("service", calls.service());
                    out.writeStringProperty("operation", calls.operation());
                    out.writeStringProperty("resource", calls.resource());
                }
                case FaultRule.Within within -> write(out, within.incident());
            }
            out.writeNumberProperty("probability", rule.recurrence().probability());
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
        out.writeName("incidents");
        out.writeStartArray();
        for (Faults.Drawn drawn : faults.incidents()) {
            Occasion.Place place = drawn.place();
            out.writeStartObject();
            out.writeNumberProperty("number", drawn.number());
            out.writeStringProperty("at", place.at().plus(drawn.due().after()).toString());
            out.writeStringProperty("account", place.account());
            out.writeStringProperty("region", place.region());
            out.writeStringProperty("cluster", place.cluster());
            out.writeStringProperty("group", place.group());
            out.writeStringProperty("resource", place.resource());
            out.writeStringProperty("fault", drawn.word());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void write(JsonGenerator out, Incident incident) {
        out.writeStringProperty("cluster", incident.where().cluster().text());
        out.writeStringProperty("group", incident.where().group().text());
        switch (incident) {
            case Incident.NoCapacity none ->
                out.writeStringProperty("provider", none.provider().text());
            case Incident.CannotPull cannot ->
                out.writeStringProperty("image", cannot.image().text());
            case Incident.SpotInterruption interruption -> write(out, interruption.delay());
            case Incident.ForeignChange change -> {
                out.writeStringProperty("stage", change.stage().word());
                write(out, change.delay());
                change.taskDefinition().ifPresent(text -> out.writeStringProperty("taskDefinition", text));
                change.desiredCount().ifPresent(count -> out.writeNumberProperty("desiredCount", count));
            }
        }
    }

    private static void write(JsonGenerator out, Incident.Delay delay) {
        out.writeStringProperty("delay", delay.least().toString());
        out.writeStringProperty("within", delay.within().toString());
    }
}
