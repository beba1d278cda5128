package dev.penstock.simulator.containers;

/**
 * A port inside a container.
 *
 * @param number 1 to 65535
 * @param transport of the transport layer
 */
public record ContainerPort(int number, Transport transport) {

    /** The transport layer's protocol. */
    public enum Transport {
        TCP,
        UDP
    }

    public ContainerPort {
        if (number < 1 || number > 65535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + number);
        }
    }

    public static ContainerPort tcp(int number) {
        return new ContainerPort(number, Transport.TCP);
    }
}
