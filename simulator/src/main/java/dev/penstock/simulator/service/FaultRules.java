package dev.penstock.simulator.service;

import java.util.List;

/**
 * Faults as they are ordered together.
 *
 * @param seed of their chance
 * @param rules asked in order; the first that strikes a call counts
 */
public record FaultRules(long seed, List<FaultRule> rules) {

    public FaultRules {
        rules = List.copyOf(rules);
    }

    /**
     * Reads the JSON form that {@code docs/simulator.md} describes.
     *
     * @param otherwise the seed, where the JSON names none
     * @throws FaultRulesException with all that is wrong with it
     */
    public static FaultRules read(byte[] json, long otherwise) {
        return new FaultRulesReader(json).read(otherwise);
    }
}
