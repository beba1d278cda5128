package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** {@code Fn::Cidr}: cuts a block of addresses into blocks of a size. Source: Template Reference, "Fn::Cidr". */
final class CidrBlocks {

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]+");

    private CidrBlocks() {}

    /** @param arguments the block, how many, and how many bits of host address each has; 8 when not given */
    static JsonValue of(List<JsonValue> arguments) {
        if (!arguments.stream().allMatch(JsonTexts::isScalar)) {
            throw FunctionArguments.cidr();
        }
        String[] block = JsonTexts.scalar(arguments.get(0)).strip().split("/", -1);
        OptionalInt count = Numbers.index(JsonTexts.scalar(arguments.get(1)));
        OptionalInt bits = arguments.size() > 2 ? Numbers.index(JsonTexts.scalar(arguments.get(2))) : OptionalInt.of(8);
        if (block.length != 2 || count.isEmpty() || bits.isEmpty()) {
            throw FunctionArguments.cidr();
        }
        return blocks(address(block[0]), Numbers.index(block[1]), count.getAsInt(), bits.getAsInt());
    }

    private static byte[] address(String text) {
        // Only literal addresses get here, so that no name is ever looked up.
        if (!ADDRESS.matcher(text).matches() || (!text.contains(":") && text.split("\\.", -1).length != 4)) {
            throw FunctionArguments.cidr();
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw FunctionArguments.cidr();
        }
    }

    private static JsonValue blocks(byte[] address, OptionalInt prefix, int count, int bits) {
        int width = address.length * 8;
        if (prefix.isEmpty()
                || prefix.getAsInt() > width
                || count < 1
                || count > 256
                || bits < 1
                || bits > width - prefix.getAsInt()) {
            throw FunctionArguments.cidr();
        }
        int hostBits = width - prefix.getAsInt();
        if (BigInteger.valueOf(count).compareTo(BigInteger.ONE.shiftLeft(hostBits - bits)) > 0) {
            throw FunctionArguments.cidr();
        }
        BigInteger base = new BigInteger(1, address).shiftRight(hostBits).shiftLeft(hostBits);
        List<JsonValue> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BigInteger start = base.add(BigInteger.valueOf(i).shiftLeft(bits));
            blocks.add(new JsonValue.Text(text(start, address.length) + "/" + (width - bits)));
        }
        return new JsonValue.Array(blocks);
    }

    private static String text(BigInteger address, int bytes) {
        byte[] written = address.toByteArray();
        byte[] padded = new byte[bytes];
        int length = Math.min(written.length, bytes);
        System.arraycopy(written, written.length - length, padded, bytes - length, length);
        try {
            return InetAddress.getByAddress(padded).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes + " bytes", e);
        }
    }
}
