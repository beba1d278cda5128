package dev.penstock.simulator.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses in CIDR notation; without a length, one address. */
record AddressRange(InetAddress network, int length) {

    /** What is taken for an address without asking a name server. */
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    static Optional<AddressRange> parse(String text) {
        String[] parts = text.split("/", 2);
        return address(parts[0]).flatMap(address -> {
            int bits = address.getAddress().length * 8;
            if (parts.length == 1) {
                return Optional.of(new AddressRange(address, bits));
            }
            boolean legal = parts[1].matches("[0-9]{1,3}") && Integer.parseInt(parts[1]) <= bits;
            return legal ? Optional.of(new AddressRange(address, Integer.parseInt(parts[1]))) : Optional.empty();
        });
    }

    boolean contains(String text) {
        byte[] mine = network.getAddress();
        byte[] other = address(text).map(InetAddress::getAddress).orElse(new byte[0]);
        if (other.length != mine.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<InetAddress> address(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
