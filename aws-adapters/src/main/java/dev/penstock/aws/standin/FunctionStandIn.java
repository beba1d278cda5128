package dev.penstock.aws.standin;

import java.util.Optional;

/**
 * A function of Lambda that a pipeline takes for granted.
 *
 * @param name its name
 * @param alias an alias of its first version; absent if none is needed
 */
public record FunctionStandIn(String name, Optional<String> alias) {}
