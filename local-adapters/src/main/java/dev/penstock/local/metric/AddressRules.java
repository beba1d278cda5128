package dev.penstock.local.metric;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses may be asked. Source: IANA, "IPv4 Special-Purpose Address Registry", "IPv6 Special-Purpose Address Registry".
 */
final class AddressRules {

    /** What an address belongs to. */
    enum Reach {
        /** The Internet. */
        PUBLIC,
        /** This machine or a private network. */
        PRIVATE,
        /** Never a page: links, metadata of clouds, groups, nothing, and what leads to another address. */
        SPECIAL
    }

    /** Addresses that begin with these bits. */
    private record Block(byte[] start, int bits) {

        static Block of(String text) {
            int slash = text.indexOf('/');
            try {
                // A literal: nobody is asked for its address.
                return new Block(
                        InetAddress.getByName(text.substring(0, slash)).getAddress(),
                        Integer.parseInt(text.substring(slash + 1)));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(text, e);
            }
        }

        boolean has(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Block> PRIVATE = blocks(
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "::1/128",
            "fc00::/7",
            "fec0::/10");

    /** The instance metadata service answers at {@code fd00:ec2::254} as well, in a range that is private otherwise. */
    private static final List<Block> METADATA = blocks("169.254.0.0/16", "fd00:ec2::/32", "fe80::/10");

    private static final List<Block> SPECIAL = blocks(
            "0.0.0.0/8",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    private static final int IPV4_LENGTH = 4;

    private static final Block GLOBAL = Block.of("2000::/3");

    private AddressRules() {}

    private static List<Block> blocks(String... texts) {
        return List.of(texts).stream().map(Block::of).toList();
    }

    /** What an address belongs to; one of IPv4 that is written as one of IPv6 is the one of IPv4. */
    static Reach reach(InetAddress address) {
        byte[] bytes = unmapped(address.getAddress());
        if (isIn(METADATA, bytes) || isIn(SPECIAL, bytes)) {
            return Reach.SPECIAL;
        }
        if (isIn(PRIVATE, bytes)) {
            return Reach.PRIVATE;
        }
        boolean isRouted = bytes.length == IPV4_LENGTH || GLOBAL.has(bytes);
        return isRouted ? Reach.PUBLIC : Reach.SPECIAL;
    }

    private static boolean isIn(List<Block> blocks, byte[] address) {
        return blocks.stream().anyMatch(block -> block.has(address));
    }

    /** {@code ::ffff:a.b.c.d} is {@code a.b.c.d}. */
    private static byte[] unmapped(byte[] address) {
        for (int i = 0; i < address.length - IPV4_LENGTH; i++) {
            if (address[i] != (i < 10 ? 0 : (byte) 0xff)) {
                return address;
            }
        }
        return Arrays.copyOfRange(address, address.length - IPV4_LENGTH, address.length);
    }
}
