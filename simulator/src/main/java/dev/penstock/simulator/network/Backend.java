package dev.penstock.simulator.network;

import java.net.InetSocketAddress;

/** What answers at an address. */
public sealed interface Backend {

    /** Nobody listens really: the simulator answers in its place. */
    record Scripted(ResponseScript script) implements Backend {}

    /** A real process listens at an address of this machine. */
    record Listening(InetSocketAddress address) implements Backend {}
}
