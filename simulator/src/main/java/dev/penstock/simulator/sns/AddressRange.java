package dev.penstock.simulator.sns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of IP addresses in CIDR notation.
 *
 * @param address its first address in binary digits
 * @param bits how many leading bits of it count
 */
record AddressRange(String address, int bits) {

    private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    /**
     * Reads a block.
     *
     * @throws IllegalArgumentException with what SNS says
     */
    static AddressRange parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("Malformed CIDR, one '/' required");
        }
        if (!parts[1].matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("Malformed CIDR, mask bits must be an integer");
        }
        byte[] bytes =
                bytes(parts[0]).orElseThrow(() -> new IllegalArgumentException("Nonstandard IP address: " + parts[0]));
        int bits = Integer.parseInt(parts[1]);
        if (bits > bytes.length * 8) {
            throw new IllegalArgumentException("IPv4 mask bits must be < 32");
        }
        return new AddressRange(binary(bytes), bits);
    }

    boolean contains(String text) {
        return bytes(text)
                .map(AddressRange::binary)
                .filter(b -> b.length() == address.length())
                .filter(b -> b.startsWith(address.substring(0, bits)))
                .isPresent();
    }

    private static String binary(byte[] bytes) {
        StringBuilder digits = new StringBuilder();
        for (byte b : bytes) {
            for (int bit = 7; bit >= 0; bit--) {
                digits.append((b >> bit) & 1);
            }
        }
        return digits.toString();
    }

    private static Optional<byte[]> bytes(String literal) {
        if (!LITERAL.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            // A literal is not looked up.
            return Optional.of(InetAddress.getByName(literal).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
