package dev.penstock.simulator.containers;

/**
 * How a container ended.
 *
 * @param code its exit code; 128 and the signal's number when a signal ended it
 * @param outOfMemory whether the kernel killed it for its use of memory
 */
public record ContainerExit(int code, boolean outOfMemory) {}
