package dev.penstock.simulator.page;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Effect;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What there is at this moment, in few words: for the page, and for tests that wait for something. */
final class Overview {

    private static final int LATEST = 40;

    private final Store store;
    private final Effects effects;
    private final EcsOverview ecs;
    private final ElbOverview elb;
    private final AlarmOverview alarms;
    private final StackOverview stacks;
    private final EnvironmentOverview environments;

    Overview(Store store, SimulatedTime time, Effects effects, List<ServiceDefinition> services) {
        this.store = store;
        this.effects = effects;
        Looking looking = new Looking(services, time, effects);
        this.ecs = new EcsOverview(looking);
        this.elb = new ElbOverview(looking);
        this.alarms = new AlarmOverview(looking);
        this.stacks = new StackOverview(looking);
        this.environments = new EnvironmentOverview(looking);
    }

    /** Writes it, as members of the object that the generator stands in; all of one moment. */
    void write(JsonGenerator out) {
        store.transact(() -> {
            writeAccounts(out);
            return out;
        });
        out.writeName("effects");
        out.writeStartArray();
        for (Effect effect : effects.latest(LATEST)) {
            ControlPages.write(out, effect);
        }
        out.writeEndArray();
        out.writeNumberProperty("effectCount", effects.count());
    }

    private void writeAccounts(JsonGenerator out) {
        out.writeName("accounts");
        out.writeStartArray();
        for (Effects.Place place : effects.places()) {
            Caller caller = Identities.root(place.account(), place.region());
            out.writeStartObject();
            out.writeStringProperty("account", place.account());
            out.writeStringProperty("region", place.region());
            ecs.write(out, caller);
            elb.write(out, caller);
            alarms.write(out, caller);
            stacks.write(out, caller);
            environments.write(out, caller);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Writes a member that may not be there. */
    static void text(JsonGenerator out, String name, @org.jspecify.annotations.Nullable Object value) {
        out.writeStringProperty(name, value == null ? "" : value.toString());
    }

    static void number(JsonGenerator out, String name, @org.jspecify.annotations.Nullable Integer value) {
        out.writeNumberProperty(name, value == null ? 0 : value);
    }

    /** The name in a stack's ARN. */
    static String shortStack(String arn) {
        String[] parts = arn.split("/", -1);
        return parts.length > 1 ? parts[1] : arn;
    }

    /** The last part of an ARN: what people call the thing. */
    static String shortName(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
