package dev.penstock.simulator.events;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Buses, rules and targets as they are kept. All methods are called inside transactions. */
final class EventStore {

    static final String DEFAULT = "default";

    /**
     * An event bus.
     *
     * @param policy its resource policy; empty when it has none
     * @param description may be empty
     * @param deadLetterQueue ARN; may be empty
     */
    record Bus(
            String account,
            String region,
            String name,
            Optional<String> policy,
            String description,
            String deadLetterQueue,
            Instant created,
            Instant modified) {

        String arn() {
            return "arn:aws:events:" + region + ":" + account + ":event-bus/" + name;
        }

        Bus with(Optional<String> document, Instant now) {
            return new Bus(account, region, name, document, description, deadLetterQueue, created, now);
        }

        Bus with(String text, String queue, Instant now) {
            return new Bus(account, region, name, policy, text, queue, created, now);
        }
    }

    /**
     * A rule.
     *
     * @param form as DescribeRule answers it
     * @param enabledAt since when its rate counts
     */
    record Rule(String account, String region, DescribeRuleResponse form, Instant enabledAt, List<Target> targets) {

        Rule {
            targets = List.copyOf(targets);
        }

        String key() {
            return ruleKey(account, region, form.eventBusName(), form.name());
        }

        String pattern() {
            return form.eventPattern() == null ? "" : form.eventPattern();
        }

        String schedule() {
            return form.scheduleExpression() == null ? "" : form.scheduleExpression();
        }

        boolean isEnabled() {
            return !"DISABLED".equals(form.stateAsString());
        }

        Rule with(List<Target> others) {
            return new Rule(account, region, form, enabledAt, others);
        }

        Rule with(DescribeRuleResponse changed, Instant enabled) {
            return new Rule(account, region, changed, enabled, targets);
        }
    }

    private final Table<Bus> buses;
    private final Table<Rule> rules;

    EventStore(Store store) {
        buses = store.table("events.buses", Bus.class);
        rules = store.table("events.rules", Rule.class);
    }

    /** The name of a bus that was given by its name or ARN, or not at all. */
    static String busName(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            return DEFAULT;
        }
        return given.startsWith("arn:") ? given.substring(given.lastIndexOf('/') + 1) : given;
    }

    private static String busKey(String account, String region, String name) {
        return account + "/" + region + "/" + name;
    }

    static String ruleKey(String account, String region, String bus, String name) {
        return account + "/" + region + "/" + bus + "/" + name;
    }

    /** A bus; the default one is always there. */
    Optional<Bus> bus(String account, String region, String name) {
        Optional<Bus> found = buses.get(busKey(account, region, name));
        return found.isPresent() || !name.equals(DEFAULT)
                ? found
                : Optional.of(
                        new Bus(account, region, DEFAULT, Optional.empty(), "", "", Instant.EPOCH, Instant.EPOCH));
    }

    /** @throws dev.penstock.simulator.wire.ServiceError when there is none of that name */
    Bus bus(Call call, @Nullable String given) {
        String name = busName(given);
        String account = given != null && given.startsWith("arn:") ? given.split(":", -1)[4] : call.account();
        return bus(account, call.region(), name).orElseThrow(() -> EventErrors.noBus(name));
    }

    List<Bus> buses(String account, String region) {
        List<Bus> all = new java.util.ArrayList<>(
                buses.under(account + "/" + region + "/").values());
        if (all.stream().noneMatch(bus -> bus.name().equals(DEFAULT))) {
            bus(account, region, DEFAULT).ifPresent(all::add);
        }
        all.sort(java.util.Comparator.comparing(Bus::name));
        return all;
    }

    void put(Bus bus) {
        buses.put(busKey(bus.account(), bus.region(), bus.name()), bus);
    }

    void remove(Bus bus) {
        buses.remove(busKey(bus.account(), bus.region(), bus.name()));
    }

    /** The rules of a bus, by name. */
    List<Rule> rules(String account, String region, String bus) {
        return List.copyOf(rules.under(ruleKey(account, region, bus, "")).values());
    }

    Optional<Rule> rule(String key) {
        return rules.get(key);
    }

    /** @throws dev.penstock.simulator.wire.ServiceError when there is none of that name */
    Rule rule(Call call, @Nullable String bus, String name) {
        Bus on = bus(call, bus);
        return rules.get(ruleKey(on.account(), on.region(), on.name(), name))
                .orElseThrow(() -> EventErrors.noRule(name, on.name()));
    }

    void put(Rule rule) {
        rules.put(rule.key(), rule);
    }

    void remove(Rule rule) {
        rules.remove(rule.key());
    }
}
